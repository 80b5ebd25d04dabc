import { runService } from '@townsquare/kit';
import { feedService } from './app.js';

await runService(feedService);
