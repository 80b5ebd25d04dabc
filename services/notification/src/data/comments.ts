import type { EntityManager } from 'typeorm';

/** Keeps the mark that a comment was deleted. */
export async function markCommentDeleted(manager: EntityManager, commentId: string, postId: string): Promise<void> {
  await manager.query(
    'INSERT INTO deleted_comments (comment_id, post_id) VALUES (?, ?) ON DUPLICATE KEY UPDATE post_id = VALUES(post_id)',
    [commentId, postId],
  );
}

/** Which of these accounts are gone. */
export async function goneAccounts(manager: EntityManager, userIds: string[]): Promise<Set<string>> {
  const rows: { user_id: string }[] = await manager.query(
    'SELECT user_id FROM known_people WHERE user_id IN (?) AND deleted = 1',
    [userIds],
  );
  return new Set(rows.map((row) => row.user_id));
}

/** Whether the post, or the comment in it, is deleted. */
export async function isDeleted(
  manager: EntityManager,
  postId: string | null,
  commentId: string | null,
): Promise<boolean> {
  const rows: unknown[] = await manager.query(
    `SELECT post_id FROM known_posts WHERE post_id = ? AND deleted = 1
     UNION ALL SELECT comment_id FROM deleted_comments WHERE comment_id = ?`,
    [postId ?? '0', commentId ?? '0'],
  );
  return rows.length > 0;
}

/** Of these people, those who do not want this kind of notification, or have a block between them and the actor. */
export async function unwilling(
  manager: EntityManager,
  kind: string,
  actorId: string,
  userIds: string[],
): Promise<Set<string>> {
  const rows: { id: string }[] = await manager.query(
    `SELECT user_id AS id FROM preferences WHERE user_id IN (?) AND kind = ? AND enabled = 0
     UNION SELECT blocked_id FROM known_blocks WHERE blocker_id = ? AND active = 1 AND blocked_id IN (?)
     UNION SELECT blocker_id FROM known_blocks WHERE blocked_id = ? AND active = 1 AND blocker_id IN (?)`,
    [userIds, kind, actorId, userIds, actorId, userIds],
  );
  return new Set(rows.map((row) => row.id));
}
