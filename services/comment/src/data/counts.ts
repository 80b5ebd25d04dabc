import type { PostComments, Written } from '@townsquare/contracts';
import type { MarkedRow } from '@townsquare/projections';
import type { EntityManager } from 'typeorm';

/** The number of comments under each of these posts that are not deleted or hidden, counted from the rows, with the version of the thread. */
export async function countThreads(manager: EntityManager, postIds: string[]): Promise<PostComments[]> {
  const rows: { postId: string; version: string; comments: string }[] = await manager.query(
    `SELECT t.post_id AS postId, t.version, COUNT(c.id) AS comments
     FROM threads t LEFT JOIN comments c ON c.post_id = t.post_id AND c.deleted_at IS NULL AND c.hidden = 0
     WHERE t.post_id IN (?) AND t.closed = 0 GROUP BY t.post_id, t.version`,
    [postIds],
  );
  return rows.map(({ postId, version, comments }) => ({
    postId,
    version: Number(version),
    commentCount: Number(comments),
  }));
}

/** The number of comments that each of these accounts has written. */
export async function countWritten(manager: EntityManager, userIds: string[]): Promise<Written[]> {
  const rows: { userId: string; comments: string }[] = await manager.query(
    'SELECT user_id AS userId, COUNT(*) AS comments FROM comments WHERE user_id IN (?) GROUP BY user_id',
    [userIds],
  );
  return rows.map(({ userId, comments }) => ({ userId, comments: Number(comments) }));
}

/** A number as a row keeps it, and as it is counted. */
export interface Count {
  id: string;
  kept: number;
  counted: number;
}

/** One page of counts: after and up to an id, at most `limit`. */
export type CountRange = [after: string, through: string, limit: number];

/** The comment counts of threads that are open, in the order of their posts. */
export function threadCounts(manager: EntityManager, range: CountRange): Promise<Count[]> {
  return manager.query(
    `SELECT t.post_id AS id, t.comment_count AS kept, COUNT(c.id) AS counted
     FROM threads t LEFT JOIN comments c ON c.post_id = t.post_id AND c.deleted_at IS NULL AND c.hidden = 0
     WHERE t.post_id > ? AND t.post_id <= ? AND t.closed = 0
     GROUP BY t.post_id, t.comment_count ORDER BY t.post_id LIMIT ?`,
    range,
  );
}

/** The reply counts of comments, tombstones included, in the order of their ids. */
export function replyCounts(manager: EntityManager, range: CountRange): Promise<Count[]> {
  return manager.query(
    `SELECT c.id, c.reply_count AS kept, COUNT(r.id) AS counted
     FROM comments c LEFT JOIN comments r ON r.post_id = c.post_id AND r.parent_comment_id = c.id
     WHERE c.id > ? AND c.id <= ? GROUP BY c.id, c.reply_count ORDER BY c.id LIMIT ?`,
    range,
  );
}

/** The marks of comments that are not deleted, in the order of their ids, without those of deleted accounts and posts. */
export function hiddenMarks(manager: EntityManager, range: CountRange): Promise<MarkedRow[]> {
  return manager.query(
    `SELECT c.id, c.hidden, a.status
     FROM comments c JOIN threads t ON t.post_id = c.post_id JOIN known_people a ON a.user_id = c.user_id
     WHERE c.id > ? AND c.id <= ? AND c.deleted_at IS NULL AND t.closed = 0 AND a.deleted = 0
     ORDER BY c.id LIMIT ?`,
    range,
  );
}

/** The number of hidden replies to each of these comments that has any, by comment. */
export async function countHiddenReplies(manager: EntityManager, commentIds: string[]): Promise<Map<string, number>> {
  if (commentIds.length === 0) return new Map();
  const rows: { id: string; replies: string }[] = await manager.query(
    `SELECT parent_comment_id AS id, COUNT(*) AS replies FROM comments
     WHERE hidden = 1 AND parent_comment_id IN (?) GROUP BY parent_comment_id`,
    [commentIds],
  );
  return new Map(rows.map(({ id, replies }) => [id, Number(replies)]));
}

/** Counts the replies to a comment again. The caller has locked the thread. */
export async function recountRepliesTo(manager: EntityManager, postId: string, commentId: string): Promise<void> {
  const [replies] = await manager.query(
    'SELECT COUNT(*) AS counted FROM comments WHERE post_id = ? AND parent_comment_id = ?',
    [postId, commentId],
  );
  await manager.query('UPDATE comments SET reply_count = ? WHERE id = ?', [replies.counted, commentId]);
}
