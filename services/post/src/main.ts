import { runService } from '@townsquare/kit';
import { postService } from './app.js';

await runService(postService);
