export * from './recount.js';
export * from './recount-copies.js';
export * from './recount-people.js';
export * from './recount-posts.js';
export * from './recount-routes.js';
