import { runService } from '@townsquare/kit';
import { searchService } from './app.js';

await runService(searchService);
