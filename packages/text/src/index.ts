export * from './case-fold.js';
export * from './fold.js';
export * from './hashtags.js';
export * from './mentions.js';
export * from './web-addresses.js';
export * from './written-text.js';
