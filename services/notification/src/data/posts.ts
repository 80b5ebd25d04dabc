import type { EntityManager } from 'typeorm';

/** Whether no later version of a post is known and it is not deleted. Locks its row until the transaction ends. */
export async function isLatestPost(manager: EntityManager, postId: string, version: number): Promise<boolean> {
  const [post] = await manager.query('SELECT version, deleted FROM known_posts WHERE post_id = ? FOR UPDATE', [postId]);
  return post !== undefined && post.deleted === 0 && Number(post.version) === version;
}

/** Stores that a post was announced to no followers, since its author has too many. */
export async function markPulled(manager: EntityManager, postId: string): Promise<void> {
  await manager.query('INSERT IGNORE INTO pulled_posts (post_id) VALUES (?)', [postId]);
}

/** Which of these posts were announced to no followers. */
export async function pulledAmong(manager: EntityManager, postIds: string[]): Promise<Set<string>> {
  const rows: { post_id: string }[] = await manager.query('SELECT post_id FROM pulled_posts WHERE post_id IN (?)', [
    ['0', ...postIds],
  ]);
  return new Set(rows.map((row) => row.post_id));
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

/** Marks a comment as deleted. */
export async function markCommentDeleted(manager: EntityManager, commentId: string, postId: string): Promise<void> {
  await manager.query(
    'INSERT INTO deleted_comments (comment_id, post_id) VALUES (?, ?) ON DUPLICATE KEY UPDATE post_id = VALUES(post_id)',
    [commentId, postId],
  );
}

/**
 * Stores the latest version of a comment that was received, and returns the one before; 0 if there was none. The lock on the
 * row serializes the events about one comment.
 */
export async function takeCommentVersion(
  manager: EntityManager,
  { commentId, postId }: { commentId: string; postId: string },
  version: number,
): Promise<number> {
  await manager.query(
    `INSERT INTO comment_versions (comment_id, post_id, version) VALUES (?, ?, 0)
     ON DUPLICATE KEY UPDATE post_id = VALUES(post_id)`,
    [commentId, postId],
  );
  const [{ version: before }] = await manager.query(
    'SELECT version FROM comment_versions WHERE comment_id = ? FOR UPDATE',
    [commentId],
  );
  await manager.query('UPDATE comment_versions SET version = GREATEST(version, ?) WHERE comment_id = ?', [
    version,
    commentId,
  ]);
  return Number(before);
}
