import { userBlocked, userFollowed, userUnblocked, userUnfollowed } from '@townsquare/contracts';
import { isDuplicate, notFound, type Transaction } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { canBlock, canFollow, isVisible, requireActive, type Standing } from '../domain/relation.js';
import { OwnGraph } from './own-graph.js';
import { hasBlocked, readStanding } from './standings.js';

/** One of two people has no profile here, so far. */
export class UnknownPerson extends Error {}

/** Has the follower follow the other; nothing happens when they do already. Throws `not_found`, or `UnknownPerson`. */
export async function follow(tx: Transaction, followerId: string, followingId: string): Promise<void> {
  const graph = await takeActive(tx, followerId);
  const sql = 'INSERT INTO follows (follower_id, following_id, created_at) VALUES (?, ?, ?)';
  if (!(await inserted(tx.manager, sql, [followerId, followingId, graph.now]))) return;
  await requireStanding(tx.manager, followerId, followingId, canFollow);
  graph.publish(userFollowed, { followerId, followingId, at: graph.now.toISOString() });
  await graph.keep();
}

/** Ends a follow; false when there was none. */
export async function unfollow(tx: Transaction, followerId: string, followingId: string): Promise<boolean> {
  const graph = await OwnGraph.take(tx, followerId);
  if (!graph || !(await endFollow(tx, graph, followingId))) return false;
  await graph.keep();
  return true;
}

/**
 * Has the blocker block the other, and follow them no longer. That the other follows the blocker is for the other's own
 * transaction to end.
 */
export async function block(tx: Transaction, blockerId: string, blockedId: string): Promise<void> {
  const graph = await takeActive(tx, blockerId);
  const sql = 'INSERT INTO blocks (blocker_id, blocked_id, created_at) VALUES (?, ?, ?)';
  if (!(await inserted(tx.manager, sql, [blockerId, blockedId, graph.now]))) return;
  await requireStanding(tx.manager, blockerId, blockedId, canBlock);
  graph.publish(userBlocked, { blockerId, blockedId, at: graph.now.toISOString() });
  await endFollow(tx, graph, blockedId);
  await graph.keep();
}

/**
 * Ends the follow of a blocker by whom they have blocked, as long as the block stands. It waits for a follow that is being
 * written just now.
 */
export async function endBlockedFollow(tx: Transaction, blockerId: string, blockedId: string): Promise<void> {
  const graph = await OwnGraph.take(tx, blockedId);
  if (!graph || !(await hasBlocked(tx.manager, blockerId, blockedId))) return;
  if (await endFollow(tx, graph, blockerId)) await graph.keep();
}

/** Ends a block, if there is one. The follows that it ended do not come back. */
export async function unblock(tx: Transaction, blockerId: string, blockedId: string): Promise<void> {
  const graph = await OwnGraph.take(tx, blockerId);
  const sql = 'DELETE FROM blocks WHERE blocker_id = ? AND blocked_id = ?';
  if (!graph || !(await deleted(tx.manager, sql, [blockerId, blockedId]))) return;
  graph.publish(userUnblocked, { blockerId, blockedId, at: graph.now.toISOString() });
  await graph.keep();
}

/** Has the muter mute the other, which nobody else is told. */
export async function mute(tx: Transaction, muterId: string, mutedId: string): Promise<void> {
  const graph = await takeActive(tx, muterId);
  const sql = 'INSERT INTO mutes (muter_id, muted_id, created_at) VALUES (?, ?, ?)';
  if (!(await inserted(tx.manager, sql, [muterId, mutedId, graph.now]))) return;
  await requireStanding(tx.manager, muterId, mutedId, isVisible);
}

export async function unmute(tx: Transaction, muterId: string, mutedId: string): Promise<void> {
  await deleted(tx.manager, 'DELETE FROM mutes WHERE muter_id = ? AND muted_id = ?', [muterId, mutedId]);
}

/** Removes a follow under its follower's graph, whose version is still to be kept; false when there was none. */
export async function endFollow(tx: Transaction, graph: OwnGraph, followingId: string): Promise<boolean> {
  const sql = 'DELETE FROM follows WHERE follower_id = ? AND following_id = ?';
  if (!(await deleted(tx.manager, sql, [graph.ownerId, followingId]))) return false;
  graph.publish(userUnfollowed, { followerId: graph.ownerId, followingId, at: graph.now.toISOString() });
  return true;
}

async function takeActive(tx: Transaction, userId: string): Promise<OwnGraph> {
  const graph = await OwnGraph.take(tx, userId);
  if (!graph) throw new UnknownPerson();
  requireActive(graph.account);
  return graph;
}

/**
 * Throws, and so takes back what was written, unless the two stand so that it is allowed. It is looked at after the row
 * was written: a purge that comes later then finds the row, and one that came before is seen here.
 */
async function requireStanding(
  manager: EntityManager,
  actorId: string,
  otherId: string,
  allows: (standing: Standing) => boolean,
): Promise<void> {
  const standing = await readStanding(manager, actorId, otherId);
  if (!standing) throw new UnknownPerson();
  if (!allows(standing)) throw notFound('person');
}

async function inserted(manager: EntityManager, sql: string, values: unknown[]): Promise<boolean> {
  try {
    await manager.query(sql, values);
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

async function deleted(manager: EntityManager, sql: string, values: unknown[]): Promise<boolean> {
  const { affectedRows } = await manager.query(sql, values);
  return affectedRows > 0;
}
