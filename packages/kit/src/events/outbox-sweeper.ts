import type { Database } from '../database/database.js';
import type { Logger } from '../logger.js';
import { LoopWorker } from '../worker.js';
import { deleteOldRows } from './outbox.js';

const KEEP_MINUTES = 60;
const PAUSE_MS = 60_000;
const BATCH = 1_000;

/**
 * Deletes rows of the outbox where Debezium reads the events from the database's log. A row stays for an hour after its
 * commit: a connector that is new, or has lost its position in the log, starts with the rows in the table.
 */
export class OutboxSweeper extends LoopWorker {
  constructor(
    private readonly database: Database,
    logger: Logger,
  ) {
    super('outbox sweeper', PAUSE_MS, () => this.sweepBatch(), logger);
  }

  /** For `/readyz`: only Kafka Connect knows which events are published. */
  async state(): Promise<{ relay: 'debezium' }> {
    return { relay: 'debezium' };
  }

  /** Deletes the oldest rows that are no longer needed; returns true when there are likely more. */
  async sweepBatch(): Promise<boolean> {
    return (await deleteOldRows(this.database.manager, KEEP_MINUTES, BATCH)) === BATCH;
  }
}
