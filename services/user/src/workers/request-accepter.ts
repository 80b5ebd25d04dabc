import { type Database, type Logger, LoopWorker } from '@townsquare/kit';
import { acceptRequest, needlessRequests } from '../data/follow-requests.js';

const PAUSE_MS = 5_000;
const BATCH = 100;

/**
 * Accepts what is pending when an account turns public. It goes by the rows alone, so it makes no difference whether
 * anybody woke it, or when a request was committed that was made at the same moment.
 */
export function createRequestAccepter(database: Database, logger: Logger): LoopWorker {
  return new LoopWorker('request accepter', PAUSE_MS, () => acceptNeedless(database), logger);
}

/** Accepts one batch, each request in a transaction of its requester; true when there may be more. */
export async function acceptNeedless(database: Database): Promise<boolean> {
  // In a transaction, for it must not be a replica that is behind: what was accepted just now would come again.
  const requests = await database.transaction(({ manager }) => needlessRequests(manager, BATCH));
  for (const request of requests) await database.transaction((tx) => acceptRequest(tx, request));
  return requests.length === BATCH;
}
