import type { EntityManager } from 'typeorm';

const BATCH = 1_000;

/**
 * A reader's generation grows each time they mark all notifications as read. A notification has its reader's generation from
 * when it was written. It is unread while that is the current one and it was not marked by itself. So marking all changes one
 * row, however many notifications there are, and a late notification with an early time is unread too.
 */
export type Generations = Map<string, number>;

/** The generation of each reader; 0 for a reader who has never marked all as read. */
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

/** Marks all of a reader's notifications as read. One that is being written at this moment may count as read too. */
export async function markAllRead(manager: EntityManager, userId: string): Promise<void> {
  await manager.query(
    'INSERT INTO read_generations (user_id, generation) VALUES (?, 1) ON DUPLICATE KEY UPDATE generation = generation + 1',
    [userId],
  );
}

/**
 * Marks one of a reader's notifications as read, or its group up to it: the reader has not seen later ones. Returns whether
 * it exists.
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

/** One batch for each statement: a single statement would lock all rows of the group. */
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
