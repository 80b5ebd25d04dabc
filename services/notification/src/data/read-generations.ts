import type { EntityManager } from 'typeorm';

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
