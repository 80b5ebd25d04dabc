import { runService } from '@townsquare/kit';
import { userService } from './app.js';

await runService(userService);
