export * from './authorization-server.js';
export * from './visitor.js';
