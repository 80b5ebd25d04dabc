import type { EntityManager } from 'typeorm';

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
