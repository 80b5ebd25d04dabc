import { userBlocked, userMuted, userUnblocked, userUnmuted } from '@townsquare/contracts';
import { notFound, type Transaction } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { canBlock, isVisible, requireActive, type Standing } from '../domain/relation.js';
import { addFollow, addRequest, deleted, endFollowOrRequest, endRequest, inserted } from './edges.js';
import { OwnGraph } from './own-graph.js';
import { hasBlocked, readStanding } from './standings.js';

/** One of two people has no profile here, so far. */
export class UnknownPerson extends Error {}

/**
 * Has the follower follow the other, or ask to where the other's account is private; answers which of the two stands now.
 * Nothing happens when it did already. Throws `not_found`, or `UnknownPerson`.
 *
 * Nothing is locked of the other's, so their account may turn at the same moment. If it turns private, the follow was
 * before that. If it turns public, the request that is written here has come too late for whoever accepts the others; but
 * `request-accepter` looks for such rows again and again, and so finds it once it is committed.
 */
export async function follow(tx: Transaction, followerId: string, followingId: string): Promise<'follows' | 'asks'> {
  const graph = await takeActive(tx, followerId);
  const { following, requested, isPrivate } = await requireKnown(tx.manager, followerId, followingId);
  if (following) return 'follows';
  if (isPrivate && requested) return 'asks';
  if (isPrivate) await addRequest(tx, graph, followingId);
  else await addFollow(tx, graph, followingId, await endRequest(tx, graph, followingId, true));
  await requireStanding(tx.manager, followerId, followingId, isVisible);
  await graph.keep();
  return isPrivate ? 'asks' : 'follows';
}

/** Ends a follow, or withdraws a request; false when there was neither. */
export async function unfollow(tx: Transaction, followerId: string, followingId: string): Promise<boolean> {
  const graph = await OwnGraph.take(tx, followerId);
  if (!graph || !(await endFollowOrRequest(tx, graph, followingId))) return false;
  await graph.keep();
  return true;
}

/**
 * Has the blocker block the other, and follow them or ask to no longer. That the other does is for the other's own
 * transaction to end.
 */
export async function block(tx: Transaction, blockerId: string, blockedId: string): Promise<void> {
  const graph = await takeActive(tx, blockerId);
  const sql = 'INSERT INTO blocks (blocker_id, blocked_id, created_at) VALUES (?, ?, ?)';
  if (!(await inserted(tx.manager, sql, [blockerId, blockedId, graph.now]))) return;
  await requireStanding(tx.manager, blockerId, blockedId, canBlock);
  graph.publish(userBlocked, { blockerId, blockedId, at: graph.now.toISOString() });
  await endFollowOrRequest(tx, graph, blockedId);
  await graph.keep();
}

/**
 * Ends that whom a blocker has blocked follows them, or has asked to, as long as the block stands. It waits for what is being
 * written just now.
 */
export async function endBlockedFollow(tx: Transaction, blockerId: string, blockedId: string): Promise<void> {
  const graph = await OwnGraph.take(tx, blockedId);
  if (!graph || !(await hasBlocked(tx.manager, blockerId, blockedId))) return;
  if (await endFollowOrRequest(tx, graph, blockerId)) await graph.keep();
}

/** Ends a block, if there is one. The follows that it ended do not come back. */
export async function unblock(tx: Transaction, blockerId: string, blockedId: string): Promise<void> {
  const graph = await OwnGraph.take(tx, blockerId);
  const sql = 'DELETE FROM blocks WHERE blocker_id = ? AND blocked_id = ?';
  if (!graph || !(await deleted(tx.manager, sql, [blockerId, blockedId]))) return;
  graph.publish(userUnblocked, { blockerId, blockedId, at: graph.now.toISOString() });
  await graph.keep();
}

/** Has the muter mute the other, which no other person is told. */
export async function mute(tx: Transaction, muterId: string, mutedId: string): Promise<void> {
  const graph = await takeActive(tx, muterId);
  const sql = 'INSERT INTO mutes (muter_id, muted_id, created_at) VALUES (?, ?, ?)';
  if (!(await inserted(tx.manager, sql, [muterId, mutedId, graph.now]))) return;
  await requireStanding(tx.manager, muterId, mutedId, isVisible);
  graph.publish(userMuted, { muterId, mutedId, at: graph.now.toISOString() });
  await graph.keep();
}

/** Ends a mute, if there is one. */
export async function unmute(tx: Transaction, muterId: string, mutedId: string): Promise<void> {
  const graph = await OwnGraph.take(tx, muterId);
  const sql = 'DELETE FROM mutes WHERE muter_id = ? AND muted_id = ?';
  if (!graph || !(await deleted(tx.manager, sql, [muterId, mutedId]))) return;
  graph.publish(userUnmuted, { muterId, mutedId, at: graph.now.toISOString() });
  await graph.keep();
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
  if (!allows(await requireKnown(manager, actorId, otherId))) throw notFound('person');
}

async function requireKnown(manager: EntityManager, actorId: string, otherId: string): Promise<Standing> {
  const standing = await readStanding(manager, actorId, otherId);
  if (!standing) throw new UnknownPerson();
  return standing;
}
