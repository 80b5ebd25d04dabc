export * from './fake-counts.js';
export * from './fake-exports.js';
export * from './fake-owners.js';
export * from './records.js';
export * from './recount-all.js';
