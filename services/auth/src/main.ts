import { runService } from '@townsquare/kit';
import { authService } from './app.js';

await runService(authService);
