import type { EntityManager } from 'typeorm';

const BATCH = 1_000;

/** Every table whose rows have an `expires_at`. */
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

/** Deletes up to 1,000 expired rows of each table; returns whether there may be more. */
export async function deleteExpired(manager: EntityManager): Promise<boolean> {
  let more = false;
  for (const table of TABLES) {
    const statement = `DELETE FROM ${table} WHERE expires_at < UTC_TIMESTAMP(3) LIMIT ?`;
    const result: { affectedRows: number } = await manager.query(statement, [BATCH]);
    more ||= result.affectedRows === BATCH;
  }
  return more;
}
