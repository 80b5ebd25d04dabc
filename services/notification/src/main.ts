import { runService } from '@townsquare/kit';
import { notificationService } from './app.js';

await runService(notificationService);
