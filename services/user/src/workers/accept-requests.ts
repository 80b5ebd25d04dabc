import { type Database, type Logger, LoopWorker } from '@townsquare/kit';
import { needlessRequests } from '../data/relations.js';
import { acceptRequest } from '../use-cases/answer-follow-requests.js';

const PAUSE_MS = 5_000;
const BATCH = 100;

/**
 * Accepts the pending requests to accounts that have turned public. It reads the rows alone, so it also finds a request that
 * was committed at the same moment, and works without being woken.
 */
export function createRequestAccepter(database: Database, logger: Logger): LoopWorker {
  return new LoopWorker('request accepter', PAUSE_MS, () => acceptNeedless(database), logger);
}

/** Accepts one batch, each request in a transaction of its requester; true when there may be more. */
export async function acceptNeedless(database: Database): Promise<boolean> {
  // In a transaction, which reads from the primary: a replica may still have requests that were just accepted.
  const requests = await database.transaction(({ manager }) => needlessRequests(manager, BATCH));
  for (const request of requests) await database.transaction((tx) => acceptRequest(tx, request));
  return requests.length === BATCH;
}
