export * from './cloud-event.js';
export * from './events.js';
export * from './ids.js';
export * from './internal-calls.js';
export * from './limits.js';
export * from './pagination.js';
export * from './problem.js';
export * from './views.js';
