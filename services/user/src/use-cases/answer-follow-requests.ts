import { notFound, type Transaction } from '@townsquare/kit';
import { OwnGraph } from '../data/graph.js';
import { type FollowRequest, readStanding, wasAccepted } from '../data/relations.js';
import { canBeAccepted, isVisible, requireActive } from '../domain/relation.js';

/**
 * Turns a request into a follow. Returns false when there is no request or the requester is hidden, and true when the request
 * was accepted before. Throws when the other is banned or gone, or a block stands between the two.
 */
export async function acceptRequest(tx: Transaction, { requesterId, targetId }: FollowRequest): Promise<boolean> {
  const graph = await OwnGraph.take(tx, requesterId);
  if (!graph || !canBeAccepted(graph.account)) return false;
  if (!(await graph.endRequest(targetId, true))) return wasAccepted(tx.manager, { requesterId, targetId });
  await graph.follow(targetId, true);
  // The check comes after the rows were written, for the reason that `requireStanding` has.
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
  if (await graph?.endRequest(targetId, false)) await graph?.keep();
}
