import type { Database } from '@townsquare/kit';
import type { Blocks, Mutes } from '@townsquare/projections';
import type { EntityManager } from 'typeorm';
import { removeBatch } from './removals.js';

const BATCH = 500;

/** Receives the accounts whose notifications a purge removed. */
type Removed = (userIds: string[]) => void;

/** Removes a batch of rows about a deleted post or its comments; returns how many. */
export async function purgePost({ manager }: Database, postId: string, removed: Removed): Promise<number> {
  const owners = await removeBatch(manager, 'post_id = ?', [postId]);
  removed(owners);
  await remove(manager, 'pulled_posts WHERE post_id = ?', postId);
  const versions = await remove(manager, 'comment_versions WHERE post_id = ?', postId);
  const relations = await removeRelations(manager, "target_type = 'post' AND target_id = ?", postId);
  return owners.length + versions + relations;
}

/** Removes a batch of rows about a deleted comment; returns how many. */
export async function purgeComment({ manager }: Database, commentId: string, removed: Removed): Promise<number> {
  const [comment] = await manager.query('SELECT post_id FROM deleted_comments WHERE comment_id = ?', [commentId]);
  if (!comment) return 0;
  const values = [comment.post_id, commentId];
  const owners = await removeBatch(manager, "post_id = ? AND target_type = 'comment' AND target_id = ?", values);
  removed(owners);
  await remove(manager, 'comment_versions WHERE comment_id = ?', commentId);
  return owners.length + (await removeRelations(manager, "target_type = 'comment' AND target_id = ?", commentId));
}

/** Removes a batch of a deleted account's notifications, those it caused, and its settings; returns how many rows. */
export async function purgeAccount(
  { manager }: Database,
  { blocks, mutes }: { blocks: Blocks; mutes: Mutes },
  userId: string,
  removed: Removed,
): Promise<number> {
  const told = await removeBatch(manager, 'user_id = ?', [userId]);
  const owners = await removeBatch(manager, 'actor_id = ?', [userId]);
  removed(owners);
  const rest = [
    await removeRelations(manager, 'actor_id = ?', userId),
    await removeRelations(manager, "target_type IN ('user', 'request') AND target_id = ?", userId),
    await remove(manager, 'preferences WHERE user_id = ?', userId),
    await remove(manager, 'channel_preferences WHERE user_id = ?', userId),
    // What is queued goes with the subscriptions.
    await remove(manager, 'push_subscriptions WHERE user_id = ?', userId),
    await remove(manager, 'grouping_choices WHERE user_id = ?', userId),
    await remove(manager, 'read_generations WHERE user_id = ?', userId),
    await blocks.purge(manager, userId),
    await mutes.purge(manager, userId),
  ];
  return rest.reduce((sum, count) => sum + count, told.length + owners.length);
}

function removeRelations(manager: EntityManager, condition: string, id: string): Promise<number> {
  return remove(manager, `relations WHERE ${condition}`, id);
}

async function remove(manager: EntityManager, from: string, id: string): Promise<number> {
  const { affectedRows } = await manager.query(`DELETE FROM ${from} LIMIT ${BATCH}`, [id]);
  return affectedRows;
}
