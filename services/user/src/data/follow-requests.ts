import { notFound, type Transaction } from '@townsquare/kit';
import { HIDDEN_STATUSES } from '@townsquare/projections';
import type { EntityManager } from 'typeorm';
import { isVisible, mayWrite, requireActive } from '../domain/relation.js';
import { addFollow, endRequest } from './edges.js';
import { OwnGraph } from './own-graph.js';
import { readStanding } from './standings.js';

/** Somebody's wish to follow a private account. */
export interface FollowRequest {
  requesterId: string;
  targetId: string;
}

/**
 * Has somebody follow whom they have asked to. False when they have not asked, or are banned; the same once more is as good
 * as once. Throws when it is the other who is banned or gone, or a block has come between the two.
 */
export async function acceptRequest(tx: Transaction, { requesterId, targetId }: FollowRequest): Promise<boolean> {
  const graph = await OwnGraph.take(tx, requesterId);
  if (!graph || !mayWrite(graph.account)) return false;
  if (!(await endRequest(tx, graph, targetId, true))) return wasAccepted(tx.manager, requesterId, targetId);
  await addFollow(tx, graph, targetId, true);
  // Looked at after the rows were written, for the reason that `requireStanding` has.
  const standing = await readStanding(tx.manager, requesterId, targetId);
  if (!standing) throw notFound('request');
  requireActive(standing);
  if (!isVisible(standing)) throw notFound('request');
  await graph.keep();
  return true;
}

/** Ends a request without a follow, if there is one. */
export async function refuseRequest(tx: Transaction, { requesterId, targetId }: FollowRequest): Promise<void> {
  const graph = await OwnGraph.take(tx, requesterId);
  if (graph && (await endRequest(tx, graph, targetId, false))) await graph.keep();
}

/**
 * Requests to accounts that are not private any more, of which none is in the way of being accepted. Of the requests to
 * accounts that are, only one each is looked at, along the index.
 */
export async function needlessRequests(manager: EntityManager, limit: number): Promise<FollowRequest[]> {
  return manager.query(
    `SELECT r.requester_id AS requesterId, r.target_id AS targetId
     FROM (SELECT DISTINCT target_id FROM follow_requests) asked
       JOIN profiles t ON t.user_id = asked.target_id
       JOIN follow_requests r ON r.target_id = asked.target_id
       JOIN profiles p ON p.user_id = r.requester_id
     WHERE t.is_private = 0 AND t.deleted_at IS NULL AND t.status NOT IN (?)
       AND p.deleted_at IS NULL AND p.status NOT IN (?)
       AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.blocker_id = r.target_id AND b.blocked_id = r.requester_id)
       AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.blocker_id = r.requester_id AND b.blocked_id = r.target_id)
     LIMIT ?`,
    [HIDDEN_STATUSES, HIDDEN_STATUSES, limit],
  );
}

async function wasAccepted(manager: EntityManager, followerId: string, followingId: string): Promise<boolean> {
  const sql = 'SELECT 1 FROM follows WHERE follower_id = ? AND following_id = ? AND accepted = 1';
  const rows: unknown[] = await manager.query(sql, [followerId, followingId]);
  return rows.length > 0;
}
