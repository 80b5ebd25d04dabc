import { runService } from '@townsquare/kit';
import { reactionService } from './app.js';

await runService(reactionService);
