import type { EntityManager } from 'typeorm';

const BATCH = 1_000;

/** The next accounts in the order of their ids. */
export async function usersAfter(manager: EntityManager, after: string, count: number): Promise<string[]> {
  const rows: { user_id: string }[] = await manager.query(
    'SELECT user_id FROM accounts WHERE user_id > ? ORDER BY user_id LIMIT ?',
    [after, count],
  );
  return rows.map((row) => row.user_id);
}

/** Removes all but the newest `limit` entries of a timeline. */
export async function trimTimeline(manager: EntityManager, userId: string, limit: number): Promise<void> {
  const [oldest] = await manager.query(
    `SELECT created_at, post_id FROM timeline_entries WHERE user_id = ?
     ORDER BY created_at DESC, post_id DESC LIMIT 1 OFFSET ?`,
    [userId, limit - 1],
  );
  if (!oldest) return;
  for (;;) {
    const { affectedRows } = await manager.query(
      `DELETE FROM timeline_entries WHERE user_id = ? AND created_at <= ? AND (created_at < ? OR post_id < ?) LIMIT ?`,
      [userId, oldest.created_at, oldest.created_at, oldest.post_id, BATCH],
    );
    if (affectedRows < BATCH) return;
  }
}
