import { startGateway } from './app.js';

await startGateway();
