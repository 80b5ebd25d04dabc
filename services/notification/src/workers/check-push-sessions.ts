import { type Database, type Logger, LoopWorker } from '@townsquare/kit';
import type { LiveSessions } from '../clients/live-sessions.js';
import { claimSessionsToCheck, removeOfSessions } from '../data/push-subscriptions.js';

const POLL_MS = 60_000;
const BATCH = 200;

/**
 * Removes the subscriptions of sessions that have expired, or ended while this service was down. Every session is looked up
 * once an hour; one that ends otherwise is heard of within two seconds, and each push asks for itself.
 */
export class PushSessionCheck extends LoopWorker {
  constructor(
    private readonly database: Database,
    private readonly liveSessions: LiveSessions,
    logger: Logger,
  ) {
    super('push sessions', POLL_MS, () => this.checkBatch(), logger);
  }

  /** Looks up one batch; returns whether more may be due. */
  async checkBatch(): Promise<boolean> {
    const sessionIds = await claimSessionsToCheck(this.database, BATCH);
    const live = await this.liveSessions(sessionIds);
    await removeOfSessions(
      this.database.manager,
      sessionIds.filter((sessionId) => !live.has(sessionId)),
    );
    return sessionIds.length === BATCH;
  }
}
