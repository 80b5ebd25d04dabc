import type { EntityManager } from 'typeorm';
import { Post } from './post.js';

/** Some of a person's posts, for this transaction to delete. */
export function lockSomePosts(manager: EntityManager, userId: string, limit: number): Promise<Post[]> {
  return manager.find(Post, { where: { userId }, lock: { mode: 'pessimistic_write' }, take: limit });
}

/** Some of the posts that mention a person. */
export async function findMentioning(
  manager: EntityManager,
  mentionedId: string,
  limit: number,
): Promise<{ postId: string; authorId: string }[]> {
  return manager.query('SELECT post_id AS postId, user_id AS authorId FROM mentions WHERE mentioned_id = ? LIMIT ?', [
    mentionedId,
    limit,
  ]);
}

/** Some of a person's files that are to be removed; `underWay` is one whose upload may not have ended yet. */
export async function findRemovals(
  manager: EntityManager,
  userId: string,
  limit: number,
): Promise<{ key: string; underWay: boolean }[]> {
  const rows: { storage_key: string; under_way: number | string }[] = await manager.query(
    `SELECT storage_key, due_at > UTC_TIMESTAMP(3) AND claimed_by IS NULL AS under_way FROM media_removals
     WHERE user_id = ? ORDER BY due_at LIMIT ?`,
    [userId, limit],
  );
  return rows.map((row) => ({ key: row.storage_key, underWay: Number(row.under_way) === 1 }));
}
