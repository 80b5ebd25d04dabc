export * from './fake-owners.js';
export * from './records.js';
