import { isDeepStrictEqual } from 'node:util';
import { notFound, type Transaction } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import type { Context } from '../context.js';
import { OwnGraph, readMutedWords, UnknownPerson } from '../data/graph.js';
import { hasBlocked, readStanding } from '../data/relations.js';
import { deleteDismissal } from '../data/suggestions.js';
import { canBlock, isVisible, requireActive, type Standing } from '../domain/relation.js';

/** Runs a change between two people. Creates a profile that has not arrived first; throws `not_found` where there is none. */
export async function changeBetween<Outcome>(
  { database, profiles }: Context,
  actorId: string,
  otherId: string,
  change: (tx: Transaction, actorId: string, otherId: string) => Promise<Outcome>,
): Promise<Outcome> {
  const attempt = () => database.transaction((tx) => change(tx, actorId, otherId));
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof UnknownPerson)) throw error;
    await profiles.ensure([actorId, otherId]);
    return attempt().catch((again) => {
      throw again instanceof UnknownPerson ? notFound('person') : again;
    });
  }
}

/**
 * Makes the follower follow the other, or request it where the other's account is private. Returns which of the two holds
 * now; nothing changes when it did before. Throws `not_found`, or `UnknownPerson`.
 *
 * The other's account may change until the row is inserted, whose foreign key locks the other's profile until the commit. If it
 * turns private, the follow came before. If it turns public, the request may be committed too late for the worker that accepts
 * requests; but that worker looks for such rows again and again, and so finds it.
 */
export async function follow(tx: Transaction, followerId: string, followingId: string): Promise<'follows' | 'asks'> {
  const graph = await takeActive(tx, followerId);
  const { following, requested, isPrivate } = await requireKnown(tx.manager, followerId, followingId);
  if (following) return 'follows';
  if (isPrivate && requested) return 'asks';
  if (isPrivate) await graph.request(followingId);
  else await graph.follow(followingId, await graph.endRequest(followingId, true));
  await requireStanding(tx.manager, followerId, followingId, isVisible);
  await graph.keep();
  return isPrivate ? 'asks' : 'follows';
}

/** Ends a follow, or withdraws a request; false when there was neither. */
export async function unfollow(tx: Transaction, followerId: string, followingId: string): Promise<boolean> {
  const graph = await OwnGraph.take(tx, followerId);
  if (!graph || !(await graph.endFollowOrRequest(followingId))) return false;
  await graph.keep();
  return true;
}

/**
 * Blocks the other, and ends the blocker's follow of the other or the request. The follow in the other direction is ended
 * by `endBlockedFollow`, in a transaction of its owner.
 */
export async function block(tx: Transaction, blockerId: string, blockedId: string): Promise<void> {
  const graph = await takeActive(tx, blockerId);
  if (!(await graph.block(blockedId))) return;
  await requireStanding(tx.manager, blockerId, blockedId, canBlock);
  await graph.endFollowOrRequest(blockedId);
  await graph.keep();
}

/** Ends the blocked person's follow of the blocker, or the request, if the block still holds. Waits for writes under way. */
export async function endBlockedFollow(tx: Transaction, blockerId: string, blockedId: string): Promise<void> {
  const graph = await OwnGraph.take(tx, blockedId);
  if (!graph || !(await hasBlocked(tx.manager, blockerId, blockedId))) return;
  if (await graph.endFollowOrRequest(blockerId)) await graph.keep();
}

/** Ends a block, if there is one. The follows that the block ended do not come back. */
export async function unblock(tx: Transaction, blockerId: string, blockedId: string): Promise<void> {
  const graph = await OwnGraph.take(tx, blockerId);
  if (await graph?.endBlock(blockedId)) await graph?.keep();
}

/** Mutes the other. Only the muter can see it. */
export async function mute(tx: Transaction, muterId: string, mutedId: string): Promise<void> {
  const graph = await takeActive(tx, muterId);
  if (!(await graph.mute(mutedId))) return;
  await requireStanding(tx.manager, muterId, mutedId, isVisible);
  await graph.keep();
}

/** Ends a mute, if there is one. */
export async function unmute(tx: Transaction, muterId: string, mutedId: string): Promise<void> {
  const graph = await OwnGraph.take(tx, muterId);
  if (await graph?.endMute(mutedId)) await graph?.keep();
}

/** Keeps the other from being suggested to the reader again. No other user can see it, so there is no event of it. */
export async function dismissSuggestion(tx: Transaction, readerId: string, dismissedId: string): Promise<void> {
  const graph = await takeActive(tx, readerId);
  if (!(await graph.dismiss(dismissedId))) return;
  await requireStanding(tx.manager, readerId, dismissedId, isVisible);
}

/** Lets the other be suggested to the reader again. */
export function restoreSuggestion({ manager }: Transaction, readerId: string, dismissedId: string): Promise<void> {
  return deleteDismissal(manager, readerId, dismissedId);
}

/** Mutes these words and no others. Returns them sorted, each once. Nothing changes when they were the muted words before. */
export async function muteWords(tx: Transaction, userId: string, words: string[]): Promise<string[]> {
  const graph = await OwnGraph.take(tx, userId);
  if (!graph) throw notFound('profile');
  requireActive(graph.account);
  const wanted = [...new Set(words)].sort();
  if (isDeepStrictEqual(await readMutedWords(tx.manager, userId), wanted)) return wanted;
  await graph.muteWords(wanted);
  await graph.keep();
  return wanted;
}

async function takeActive(tx: Transaction, userId: string): Promise<OwnGraph> {
  const graph = await OwnGraph.take(tx, userId);
  if (!graph) throw new UnknownPerson();
  requireActive(graph.account);
  return graph;
}

/**
 * Throws, which rolls back what was written, unless the relation of the two allows it. The check comes after the row was
 * written: a purge that comes later finds the row, and the check sees one that came before.
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
