import type { Logger } from '../logger.js';
import { LoopWorker } from '../worker.js';
import type { Database } from './database.js';

const PAUSE_MS = 60_000;
const BATCH = 1_000;

/** How long each row is needed: an event may be delivered again until its retries end, a request while its client retries. */
const KEEP = [
  { table: 'inbox', column: 'received_at', hours: 7 * 24 },
  { table: 'idempotency_keys', column: 'created_at', hours: 24 },
];

/** Deletes rows that are no longer needed, a batch at a time. */
export function createJanitor(database: Database, logger: Logger): LoopWorker {
  const step = async () => {
    let more = false;
    for (const { table, column, hours } of KEEP) {
      const result: { affectedRows: number } = await database.manager.query(
        `DELETE FROM ${table} WHERE ${column} < UTC_TIMESTAMP(3) - INTERVAL ? HOUR LIMIT ?`,
        [hours, BATCH],
      );
      more ||= result.affectedRows === BATCH;
    }
    return more;
  };
  return new LoopWorker('janitor', PAUSE_MS, step, logger);
}
