import type { ReactionTarget } from '@townsquare/contracts';
import type { Database } from '@townsquare/kit';
import { withdrawReaction } from '../use-cases/change-reaction.js';
import { column } from './reactions.js';

/** Withdraws up to `limit` reactions of an account, one transaction a target; answers how many were found. */
export async function purgeUserReactions(database: Database, userId: string, limit: number): Promise<number> {
  const rows: { post_id: string | null; comment_id: string | null }[] = await database.manager.query(
    'SELECT post_id, comment_id FROM reactions WHERE user_id = ? ORDER BY id LIMIT ?',
    [userId, limit],
  );
  for (const { post_id: postId, comment_id: commentId } of rows) {
    const target: ReactionTarget = postId !== null ? { type: 'post', id: postId } : { type: 'comment', id: commentId! };
    await database.transaction((tx) => withdrawReaction(tx, target, userId));
  }
  return rows.length;
}

/** Deletes up to `limit` reactions to a target that is gone; answers how many there were. */
export async function purgeTarget(database: Database, { type, id }: ReactionTarget, limit: number): Promise<number> {
  const { affectedRows } = await database.manager.query(`DELETE FROM reactions WHERE ${column(type)} = ? LIMIT ?`, [
    id,
    limit,
  ]);
  return affectedRows;
}
