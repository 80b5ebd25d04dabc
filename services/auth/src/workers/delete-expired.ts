import { type Database, type Logger, LoopWorker } from '@townsquare/kit';
import { deleteExpired } from '../data/expired-rows.js';

const PAUSE_MS = 10 * 60_000;

/** Deletes expired rows every ten minutes. */
export function createExpiredRowsWorker(database: Database, logger: Logger): LoopWorker {
  return new LoopWorker('expired rows', PAUSE_MS, () => deleteExpired(database.manager), logger);
}
