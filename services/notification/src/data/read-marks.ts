import type { EntityManager } from 'typeorm';
import { readGeneration } from './read-generations.js';

const BATCH = 1_000;

/**
 * Marks one of a person's notifications as read, or its group up to it: what has come since is not seen yet. Returns
 * whether it exists.
 */
export async function markRead(manager: EntityManager, userId: string, id: string, grouped: boolean): Promise<boolean> {
  const [row] = await manager.query(
    'SELECT is_read, group_key, created_at FROM notifications WHERE id = ? AND user_id = ?',
    [id, userId],
  );
  if (!row) return false;
  if (grouped && row.group_key !== null) {
    const upToIt = 'group_key = ? AND created_at <= ? AND (created_at < ? OR id <= ?)';
    await markWhere(manager, userId, upToIt, [row.group_key, row.created_at, row.created_at, id]);
  } else if (!row.is_read) {
    await markWhere(manager, userId, 'id = ?', [id]);
  }
  return true;
}

/** A batch a statement: one for all would hold as many rows as a group has. */
async function markWhere(manager: EntityManager, userId: string, condition: string, values: unknown[]): Promise<void> {
  const generation = await readGeneration(manager, userId);
  for (;;) {
    const { affectedRows } = await manager.query(
      `UPDATE notifications SET is_read = 1 WHERE user_id = ? AND generation = ? AND is_read = 0 AND ${condition} LIMIT ?`,
      [userId, generation, ...values, BATCH],
    );
    if (affectedRows < BATCH) return;
  }
}
