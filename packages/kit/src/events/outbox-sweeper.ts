import type { Database } from '../database/database.js';
import type { Logger } from '../logger.js';
import { LoopWorker } from '../worker.js';
import { deleteOldRows } from './outbox.js';

const KEEP_MINUTES = 60;
const PAUSE_MS = 60_000;
const BATCH = 1_000;

/**
 * What is left to do where Debezium takes the events from the database's log: deleting rows. A row has done its work as
 * soon as it is committed, but it stays for an hour: a connector that has lost its place in the log, or that is new,
 * begins with what is in the table.
 */
export class OutboxSweeper extends LoopWorker {
  constructor(
    private readonly database: Database,
    logger: Logger,
  ) {
    super('outbox sweeper', PAUSE_MS, () => this.sweepBatch(), logger);
  }

  /** For `/readyz`: how far the events are is not known here but to Kafka Connect. */
  async state(): Promise<{ relay: 'debezium' }> {
    return { relay: 'debezium' };
  }

  /** Deletes the oldest rows that are past their use; true when there are likely more. */
  async sweepBatch(): Promise<boolean> {
    return (await deleteOldRows(this.database.manager, KEEP_MINUTES, BATCH)) === BATCH;
  }
}
