import type { Database } from '@townsquare/kit';
import type { Blocks, Mutes } from '@townsquare/projections';
import { removeEntries } from './timelines.js';

const BATCH = 500;

/**
 * Removes a deleted post from the timelines of its author and of all followers, a batch with each statement. Returns 0:
 * nothing is left for another call. When a follow arrives later, the post is removed then.
 */
export async function purgePost({ manager }: Database, postId: string): Promise<number> {
  const [post] = await manager.query('SELECT author_id FROM feed_posts WHERE post_id = ?', [postId]);
  if (!post) return 0;
  await removeEntries(manager, [post.author_id], post.author_id, postId);
  for (let after = '0'; ; ) {
    const rows: { follower_id: string }[] = await manager.query(
      `SELECT follower_id FROM follow_edges WHERE author_id = ? AND active = 1 AND follower_id > ?
       ORDER BY follower_id LIMIT ?`,
      [post.author_id, after, BATCH],
    );
    const followers = rows.map((row) => row.follower_id);
    await removeEntries(manager, followers, post.author_id, postId);
    if (followers.length < BATCH) return 0;
    after = followers.at(-1)!;
  }
}

/**
 * Removes a batch of the rows of a deleted account and returns how many there were. Follows go first, so that nothing more
 * is added along them.
 */
export async function purgeAccount(
  database: Database,
  { blocks, mutes }: { blocks: Blocks; mutes: Mutes },
  userId: string,
): Promise<number> {
  const { manager } = database;
  const remove = async (statement: string, ...values: string[]) => {
    const { affectedRows } = await manager.query(`DELETE FROM ${statement} LIMIT ${BATCH}`, values);
    return affectedRows as number;
  };
  return (
    (await purgeFollowers(database, userId)) +
    (await remove('follow_edges WHERE follower_id = ?', userId)) +
    (await remove('timeline_entries WHERE user_id = ?', userId)) +
    (await remove('feed_posts WHERE author_id = ?', userId)) +
    (await blocks.purge(manager, userId)) +
    (await mutes.purge(manager, userId))
  );
}

/** Removes the account's posts from the timelines of some followers, then their follows. */
function purgeFollowers(database: Database, authorId: string): Promise<number> {
  return database.transaction(async ({ manager }) => {
    const rows: { follower_id: string }[] = await manager.query(
      'SELECT follower_id FROM follow_edges WHERE author_id = ? LIMIT ?',
      [authorId, BATCH],
    );
    if (rows.length === 0) return 0;
    const followers = rows.map((row) => row.follower_id);
    await manager.query('DELETE FROM timeline_entries WHERE user_id IN (?) AND author_id = ?', [followers, authorId]);
    await manager.query('DELETE FROM follow_edges WHERE author_id = ? AND follower_id IN (?)', [authorId, followers]);
    return followers.length;
  });
}
