import type { EntityManager } from 'typeorm';

const BATCH = 500;

/** Removes a batch of the notifications that meet a condition; returns their recipients, one for each notification. */
export async function removeBatch(manager: EntityManager, condition: string, values: unknown[]): Promise<string[]> {
  const rows: { id: string; user_id: string }[] = await manager.query(
    `SELECT id, user_id FROM notifications WHERE ${condition} LIMIT ${BATCH}`,
    values,
  );
  if (rows.length > 0) {
    await manager.query('DELETE FROM notifications WHERE id IN (?)', [rows.map((row) => row.id)]);
  }
  return rows.map((row) => row.user_id);
}

/** Removes all that meet a condition; returns their recipients. For few rows: those of one account, not of an audience. */
export async function removeAll(manager: EntityManager, condition: string, values: unknown[]): Promise<string[]> {
  const owners: string[] = [];
  for (;;) {
    const batch = await removeBatch(manager, condition, values);
    owners.push(...batch);
    if (batch.length < BATCH) return owners;
  }
}

/** Removes both accounts' notifications about each other. */
export async function removeBetween(manager: EntityManager, one: string, other: string): Promise<string[]> {
  const owners = await Promise.all(
    [
      [one, other],
      [other, one],
    ].map((pair) => removeAll(manager, 'user_id = ? AND actor_id = ?', pair)),
  );
  return owners.flat();
}

/** Removes an account's notifications about an author's private posts; about all posts if the author is private. */
export function removePrivate(manager: EntityManager, userId: string, authorId: string): Promise<string[]> {
  return removeAll(
    manager,
    `user_id = ? AND post_id IN (
       SELECT p.post_id FROM known_posts p LEFT JOIN known_people a ON a.user_id = p.author_id
       WHERE p.author_id = ? AND (p.is_private = 1 OR a.is_private = 1))`,
    [userId, authorId],
  );
}

/**
 * The accounts that were notified of a post and are not known to follow its author. Announcements go to followers and may
 * arrive before the event of the follow: a recipient of one counts only once the follow is known to have ended.
 */
export async function possibleStrangers(manager: EntityManager, postId: string, authorId: string): Promise<string[]> {
  const rows: { user_id: string }[] = await manager.query(
    `SELECT DISTINCT n.user_id FROM notifications n
       LEFT JOIN relations r ON r.actor_id = n.user_id AND r.target_type = 'user' AND r.target_id = ?
     WHERE n.post_id = ? AND n.user_id <> ? AND (r.active = 0 OR (r.active IS NULL AND n.kind <> 'post'))`,
    [authorId, postId, authorId],
  );
  return rows.map((row) => row.user_id);
}

/** Removes these accounts' notifications about a post. */
export async function removeFrom(manager: EntityManager, userIds: string[], postId: string): Promise<string[]> {
  return userIds.length === 0 ? [] : removeAll(manager, 'post_id = ? AND user_id IN (?)', [postId, userIds]);
}

/** Removes the notifications of mentions in a post or comment from accounts that it no longer mentions. */
export function removeOtherMentions(
  manager: EntityManager,
  postId: string,
  target: { type: 'post' | 'comment'; id: string },
  mentioned: string[],
): Promise<string[]> {
  return removeAll(
    manager,
    "post_id = ? AND target_type = ? AND target_id = ? AND kind = 'mention' AND user_id NOT IN (?)",
    [postId, target.type, target.id, ['0', ...mentioned]],
  );
}
