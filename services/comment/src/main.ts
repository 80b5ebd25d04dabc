import { runService } from '@townsquare/kit';
import { commentService } from './app.js';

await runService(commentService);
