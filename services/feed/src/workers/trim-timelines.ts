import { type Database, type Logger, LoopWorker } from '@townsquare/kit';
import { usersAfter } from '../data/accounts.js';
import { trimTimeline } from '../data/timelines.js';

const PAUSE_MS = 3_600_000;
const USERS_A_STEP = 20;

/** Makes the worker that trims every timeline to its newest `limit` entries, once an hour. */
export function createTimelineTrimmer(database: Database, logger: Logger, limit: number): LoopWorker {
  let after = '0';
  const step = async () => {
    const users = await usersAfter(database.manager, after, USERS_A_STEP);
    for (const user of users) await trimTimeline(database.manager, user, limit);
    after = users.at(-1) ?? '0';
    return users.length > 0;
  };
  return new LoopWorker('timeline trimmer', PAUSE_MS, step, logger);
}
