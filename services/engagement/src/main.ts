import { runService } from '@townsquare/kit';
import { engagementService } from './app.js';

await runService(engagementService);
