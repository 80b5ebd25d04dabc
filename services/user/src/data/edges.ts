import { followRequestEnded, followRequested, userFollowed, userUnfollowed } from '@townsquare/contracts';
import { isDuplicate, type Transaction } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import type { OwnGraph } from './own-graph.js';

// Follows and requests to follow, written and ended under the graph of who follows or asks. The caller keeps the graph's
// version. Of one person to another there is one of the two at most.

/** Has the graph's owner follow somebody, who has accepted their request or needs none; false when they do already. */
export async function addFollow(
  tx: Transaction,
  graph: OwnGraph,
  followingId: string,
  accepted: boolean,
): Promise<boolean> {
  const sql = 'INSERT INTO follows (follower_id, following_id, created_at, accepted) VALUES (?, ?, ?, ?)';
  const values = [graph.ownerId, followingId, graph.now, accepted ? 1 : 0];
  if (!(await inserted(tx.manager, sql, values))) return false;
  graph.publish(userFollowed, { followerId: graph.ownerId, followingId, at: graph.now.toISOString(), accepted });
  return true;
}

/** Removes a follow; false when there was none. */
export async function endFollow(tx: Transaction, graph: OwnGraph, followingId: string): Promise<boolean> {
  const sql = 'DELETE FROM follows WHERE follower_id = ? AND following_id = ?';
  if (!(await deleted(tx.manager, sql, [graph.ownerId, followingId]))) return false;
  graph.publish(userUnfollowed, { followerId: graph.ownerId, followingId, at: graph.now.toISOString() });
  return true;
}

/** Has the graph's owner ask to follow somebody; false when they have already. */
export async function addRequest(tx: Transaction, graph: OwnGraph, targetId: string): Promise<boolean> {
  const sql = 'INSERT INTO follow_requests (requester_id, target_id, created_at) VALUES (?, ?, ?)';
  if (!(await inserted(tx.manager, sql, [graph.ownerId, targetId, graph.now]))) return false;
  graph.publish(followRequested, { requesterId: graph.ownerId, targetId, at: graph.now.toISOString() });
  return true;
}

/** Removes a request, which was accepted or not; false when there was none. */
export async function endRequest(
  tx: Transaction,
  graph: OwnGraph,
  targetId: string,
  accepted: boolean,
): Promise<boolean> {
  const sql = 'DELETE FROM follow_requests WHERE requester_id = ? AND target_id = ?';
  if (!(await deleted(tx.manager, sql, [graph.ownerId, targetId]))) return false;
  graph.publish(followRequestEnded, { requesterId: graph.ownerId, targetId, accepted, at: graph.now.toISOString() });
  return true;
}

/** Removes the follow or the request; false when there was neither. */
export async function endFollowOrRequest(tx: Transaction, graph: OwnGraph, otherId: string): Promise<boolean> {
  return (await endFollow(tx, graph, otherId)) || (await endRequest(tx, graph, otherId, false));
}

/** Runs an `INSERT` of one row; false when it was there. */
export async function inserted(manager: EntityManager, sql: string, values: unknown[]): Promise<boolean> {
  try {
    await manager.query(sql, values);
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

/** Runs a `DELETE` of one row; false when it was not there. */
export async function deleted(manager: EntityManager, sql: string, values: unknown[]): Promise<boolean> {
  const { affectedRows } = await manager.query(sql, values);
  return affectedRows > 0;
}
