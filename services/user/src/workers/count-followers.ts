import { type Database, type Logger, LoopWorker } from '@townsquare/kit';
import { countFollowersAfter, keepFollowerCount } from '../data/suggestions.js';

const PAUSE_MS = 10_000;
const BATCH = 2_000;

/**
 * Counts everybody's followers again and again, a batch of people every ten seconds, so that suggestions can begin with the most
 * followed. A follow does not change the count itself: many follows of one person would wait for that person's row.
 */
export function createFollowerCounter(database: Database, logger: Logger): LoopWorker {
  let after = '0';
  const step = async () => {
    after = await countFollowers(database, after, BATCH);
    return false;
  };
  return new LoopWorker('follower counter', PAUSE_MS, step, logger);
}

/** Counts one batch, the people after an id. Returns the last of them, or 0 when there are no more. */
export async function countFollowers(database: Database, after: string, batch: number): Promise<string> {
  const { lastId = '0', changed } = await countFollowersAfter(database.manager, after, batch);
  for (const count of changed) await keepFollowerCount(database.manager, count);
  return lastId;
}
