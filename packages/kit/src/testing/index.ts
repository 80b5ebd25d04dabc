export * from './personal-data.js';
export * from './test-database.js';
export * from './test-events.js';
export * from './test-service.js';
export * from './test-tokens.js';
export * from './unzip.js';
export * from './written-texts.js';
