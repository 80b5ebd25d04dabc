import { type Database, type Logger, LoopWorker } from '@townsquare/kit';

const PAUSE_MS = 60_000;
const BATCH = 1_000;

/** How long rollups are of use: a day longer than the longest window, and than the longest series, that can be asked for. */
const KEEP = [
  { table: 'post_hours', column: 'hour', days: 8 },
  { table: 'hashtag_hours', column: 'hour', days: 8 },
  { table: 'user_days', column: 'day', days: 366 },
];

/** Deletes rollups that nobody can ask for any more, a batch at a time; true when there is more. */
export async function trimRollups(database: Database): Promise<boolean> {
  let more = false;
  for (const { table, column, days } of KEEP) {
    const result = await database.manager.query(
      `DELETE FROM ${table} WHERE ${column} < UTC_TIMESTAMP() - INTERVAL ? DAY LIMIT ?`,
      [days, BATCH],
    );
    more ||= result.affectedRows === BATCH;
  }
  return more;
}

export function createTrimmer(database: Database, logger: Logger): LoopWorker {
  return new LoopWorker('trim rollups', PAUSE_MS, () => trimRollups(database), logger);
}
