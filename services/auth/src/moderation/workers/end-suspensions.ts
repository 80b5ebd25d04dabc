import { type Database, type Logger, LoopWorker } from '@townsquare/kit';
import { lockAccount } from '../../identity/data/accounts.js';
import { endSanction, findSanction, findSuspensionsOver } from '../data/sanctions.js';

const PAUSE_MS = 10_000;
const BATCH = 50;

/** Lets accounts in again whose suspension is over. */
export function createSuspensionEnder(database: Database, logger: Logger): LoopWorker {
  return new LoopWorker('suspension ender', PAUSE_MS, () => endSuspensions(database), logger);
}

/** Ends a batch of suspensions; true when there may be more. */
export async function endSuspensions(database: Database): Promise<boolean> {
  const userIds = await findSuspensionsOver(database.manager, BATCH);
  for (const userId of userIds) {
    await database.transaction(async (tx) => {
      await lockAccount(tx.manager, userId);
      const sanction = await findSanction(tx.manager, userId);
      // It may have been lifted meanwhile, or been replaced by a longer one.
      if (sanction?.endsAt && sanction.endsAt <= new Date()) await endSanction(tx, userId);
    });
  }
  return userIds.length === BATCH;
}
