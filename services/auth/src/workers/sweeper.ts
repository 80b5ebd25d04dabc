import { type Database, type Logger, LoopWorker } from '@townsquare/kit';

const PAUSE_MS = 10 * 60_000;
const BATCH = 1_000;

const TABLES = [
  'refresh_tokens',
  'refresh_sessions',
  'ended_sessions',
  'sign_in_attempts',
  'one_time_tokens',
  'email_changes',
  'mails',
  'reports',
  'moderation_cases',
  'appeals',
  'sign_in_flows',
  'sign_in_proofs',
  'data_downloads',
  'kept_usernames',
];

/** Deletes what has expired, again and again. */
export function createSweeper(database: Database, logger: Logger): LoopWorker {
  return new LoopWorker('sweeper', PAUSE_MS, () => sweep(database), logger);
}

/** Deletes a batch of what has expired in each table; true when there may be more. */
export async function sweep(database: Database): Promise<boolean> {
  let more = false;
  for (const table of TABLES) {
    const statement = `DELETE FROM ${table} WHERE expires_at < UTC_TIMESTAMP(3) LIMIT ?`;
    const result: { affectedRows: number } = await database.manager.query(statement, [BATCH]);
    more ||= result.affectedRows === BATCH;
  }
  return more;
}
