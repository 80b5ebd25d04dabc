import { type Database, type Logger, LoopWorker } from '@townsquare/kit';
import { trimRollups } from '../data/rollups.js';

const PAUSE_MS = 60_000;

/** Makes the worker that deletes old rollups. */
export function createRollupTrimmer(database: Database, logger: Logger): LoopWorker {
  return new LoopWorker('rollup trimmer', PAUSE_MS, () => trimRollups(database.manager), logger);
}
