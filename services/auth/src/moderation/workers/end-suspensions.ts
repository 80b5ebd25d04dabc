import { type Database, type Logger, LoopWorker } from '@townsquare/kit';
import { lockAccount } from '../../identity/data/accounts.js';
import { endSanction, findSanction, findSuspensionsOver } from '../data/sanctions.js';

const PAUSE_MS = 10_000;
const BATCH = 50;

/** Ends suspensions that have run out. */
export function createSuspensionEnder(database: Database, logger: Logger): LoopWorker {
  return new LoopWorker('suspension ender', PAUSE_MS, () => endSuspensions(database), logger);
}

/** Ends a batch of suspensions that have run out; returns whether there may be more. */
export async function endSuspensions(database: Database): Promise<boolean> {
  const userIds = await findSuspensionsOver(database.manager, BATCH);
  for (const userId of userIds) {
    await database.transaction(async (tx) => {
      await lockAccount(tx.manager, userId);
      const sanction = await findSanction(tx.manager, userId);
      // A moderator may have lifted or replaced it meanwhile.
      if (sanction?.endsAt && sanction.endsAt <= new Date()) await endSanction(tx, userId);
    });
  }
  return userIds.length === BATCH;
}
