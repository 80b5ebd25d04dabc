import type { EntityManager } from 'typeorm';

const BATCH = 1_000;

/**
 * A reader's generation grows each time they mark all as read, and a notification has the one of its reader when it was
 * written: it is unread while that is still the reader's and it was not read by itself. So marking all is one row, however
 * many notifications there are, and what an event brings late, with an earlier time than others, is unread all the same.
 */
export type Generations = Map<string, number>;

/** The generation of each of these readers; of who has never marked all as read it is 0. */
export async function readGenerations(manager: EntityManager, userIds: string[]): Promise<Generations> {
  if (userIds.length === 0) return new Map();
  const rows: { user_id: string; generation: number }[] = await manager.query(
    'SELECT user_id, generation FROM read_generations WHERE user_id IN (?)',
    [userIds],
  );
  const known = new Map(rows.map((row) => [row.user_id, Number(row.generation)]));
  return new Map(userIds.map((userId) => [userId, known.get(userId) ?? 0]));
}

/** The generation of one reader. */
export async function readGeneration(manager: EntityManager, userId: string): Promise<number> {
  return (await readGenerations(manager, [userId])).get(userId)!;
}

/** Marks all that a reader has as read. What is being written at this moment may count as read too. */
export async function markAllRead(manager: EntityManager, userId: string): Promise<void> {
  await manager.query(
    'INSERT INTO read_generations (user_id, generation) VALUES (?, 1) ON DUPLICATE KEY UPDATE generation = generation + 1',
    [userId],
  );
}

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
