import type { EntityManager } from 'typeorm';

const BATCH = 1_000;

/** How many unread notifications each of these people has; who has none is left out. */
export async function countUnread(manager: EntityManager, userIds: string[]): Promise<Map<string, number>> {
  const rows: { user_id: string; unread: string }[] = await manager.query(
    'SELECT user_id, COUNT(*) AS unread FROM notifications WHERE user_id IN (?) AND is_read = 0 GROUP BY user_id',
    [userIds],
  );
  return new Map(rows.map((row) => [row.user_id, Number(row.unread)]));
}

/** Marks one of a person's notifications as read; answers whether it exists. */
export async function markRead(manager: EntityManager, userId: string, id: string): Promise<boolean> {
  const [row] = await manager.query('SELECT is_read FROM notifications WHERE id = ? AND user_id = ?', [id, userId]);
  if (!row) return false;
  if (!row.is_read)
    await manager.query('UPDATE notifications SET is_read = 1 WHERE id = ? AND user_id = ?', [id, userId]);
  return true;
}

/** Marks what a person has up to now as read, a batch a statement. */
export async function markAllRead(manager: EntityManager, userId: string): Promise<void> {
  for (;;) {
    const { affectedRows } = await manager.query(
      'UPDATE notifications SET is_read = 1 WHERE user_id = ? AND is_read = 0 LIMIT ?',
      [userId, BATCH],
    );
    if (affectedRows < BATCH) return;
  }
}
