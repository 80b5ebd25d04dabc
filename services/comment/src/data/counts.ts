import type { CommentFacts, Mention, PostComments, Written } from '@townsquare/contracts';
import type { ExportRows } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';

/** Comments that are not deleted, in the order of their ids. */
export async function commentsInOrder(
  manager: EntityManager,
  { after, through, limit }: ExportRows,
): Promise<CommentFacts[]> {
  const rows: (Omit<CommentFacts, 'createdAt' | 'mentions'> & { createdAt: Date; mentions: unknown })[] =
    await manager.query(
      `SELECT c.id AS commentId, c.post_id AS postId, t.post_author_id AS postAuthorId, c.user_id AS authorId,
       c.parent_comment_id AS parentCommentId, p.user_id AS parentAuthorId, c.mentions, c.created_at AS createdAt
     FROM comments c JOIN threads t ON t.post_id = c.post_id LEFT JOIN comments p ON p.id = c.parent_comment_id
     WHERE c.id > ? AND c.id <= ? AND c.deleted_at IS NULL ORDER BY c.id LIMIT ?`,
      [after, through, limit],
    );
  return rows.map((row) => ({ ...row, mentions: toMentions(row.mentions), createdAt: row.createdAt.toISOString() }));
}

/** How many comments stand under each of these posts, counted row by row, with the version of the thread. */
export async function countThreads(manager: EntityManager, postIds: string[]): Promise<PostComments[]> {
  const rows: { postId: string; version: string; comments: string }[] = await manager.query(
    `SELECT t.post_id AS postId, t.version, COUNT(c.id) AS comments
     FROM threads t LEFT JOIN comments c ON c.post_id = t.post_id AND c.deleted_at IS NULL
     WHERE t.post_id IN (?) AND t.closed = 0 GROUP BY t.post_id, t.version`,
    [postIds],
  );
  return rows.map(({ postId, version, comments }) => ({
    postId,
    version: Number(version),
    commentCount: Number(comments),
  }));
}

/** How many comments each of these people has written. */
export async function countWritten(manager: EntityManager, userIds: string[]): Promise<Written[]> {
  const rows: { userId: string; comments: string }[] = await manager.query(
    'SELECT user_id AS userId, COUNT(*) AS comments FROM comments WHERE user_id IN (?) GROUP BY user_id',
    [userIds],
  );
  return rows.map(({ userId, comments }) => ({ userId, comments: Number(comments) }));
}

/** MySQL answers JSON parsed, MariaDB as text. */
function toMentions(value: unknown): Mention[] {
  return (typeof value === 'string' ? JSON.parse(value) : (value ?? [])) as Mention[];
}
