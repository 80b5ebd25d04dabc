export * from './blocks.js';
export * from './exports.js';
export * from './owners.js';
export * from './people.js';
export * from './posts.js';
export * from './recount/index.js';
export * from './visibility.js';
export * from './visibility-rule.js';
