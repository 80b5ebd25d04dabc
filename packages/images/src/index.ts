export * from './binding-image-store.js';
export * from './image-store.js';
export * from './image-upload.js';
export * from './memory-image-store.js';
export * from './personal-image-route.js';
export * from './process-image.js';
export * from './send-image.js';
