import type { EntityManager } from 'typeorm';

/** Whether this version of a post is the latest that is known, and the post is there. Locks it until the transaction ends. */
export async function isLatestPost(manager: EntityManager, postId: string, version: number): Promise<boolean> {
  const [post] = await manager.query('SELECT version, deleted FROM known_posts WHERE post_id = ? FOR UPDATE', [postId]);
  return post !== undefined && post.deleted === 0 && Number(post.version) === version;
}

/** Keeps that a post was announced to nobody, since its author has too many followers. */
export async function markPulled(manager: EntityManager, postId: string): Promise<void> {
  await manager.query('INSERT IGNORE INTO pulled_posts (post_id) VALUES (?)', [postId]);
}

/** Which of these posts were announced to nobody. */
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

/** Keeps the mark that a comment was deleted. */
export async function markCommentDeleted(manager: EntityManager, commentId: string, postId: string): Promise<void> {
  await manager.query(
    'INSERT INTO deleted_comments (comment_id, post_id) VALUES (?, ?) ON DUPLICATE KEY UPDATE post_id = VALUES(post_id)',
    [commentId, postId],
  );
}

/**
 * Keeps the latest version of a comment that was heard of, and returns the one before: 0 where there was none. Events about
 * one comment take turns at its row.
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
