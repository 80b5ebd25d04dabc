import { type ReactionTarget, type ReactionType, reactionChanged } from '@townsquare/contracts';
import { type Database, notFound, type Transaction } from '@townsquare/kit';
import { deleteReaction, findReaction, findSomeTargets, insertReaction, updateReaction } from '../data/reactions.js';
import { lockTotals, openTotals, saveTotals, type TargetTotals } from '../data/totals.js';
import { aggregateId, type Target } from '../domain/target.js';
import { afterChange } from '../domain/totals.js';

/**
 * Sets or changes the reaction of an account; returns the target's totals after it. The same reaction again changes nothing.
 * The totals are locked first, so that all changes of a target, its deletion included, happen one after another. Throws
 * `not_found` when the target is deleted.
 */
export async function setReaction(
  tx: Transaction,
  target: Target,
  userId: string,
  type: ReactionType,
): Promise<TargetTotals> {
  const before = await openTotals(tx.manager, target);
  if (before.closed) throw notFound(target.type);
  const previous = await findReaction(tx.manager, target, userId);
  if (previous?.type === type) return before;
  const createdAt = new Date();
  if (previous) await updateReaction(tx.manager, { id: previous.id, type, createdAt });
  else await insertReaction(tx.manager, target, { userId, type, createdAt });
  return count(tx, before, userId, previous?.type ?? null, type, createdAt);
}

/** Withdraws the reaction of an account; returns false when there is none. */
export async function withdrawReaction(tx: Transaction, target: ReactionTarget, userId: string): Promise<boolean> {
  const before = await lockTotals(tx.manager, target);
  const previous = before && (await findReaction(tx.manager, target, userId));
  if (!previous) return false;
  await deleteReaction(tx.manager, previous.id);
  // The reactions to a deleted target are being purged, and their totals no longer count.
  if (!before.closed) await count(tx, before, userId, previous.type, null, new Date());
  return true;
}

/** Withdraws up to `limit` reactions of an account, in one transaction a target; returns how many it found. */
export async function withdrawSome(database: Database, userId: string, limit: number): Promise<number> {
  const targets = await findSomeTargets(database.manager, userId, limit);
  for (const target of targets) await database.transaction((tx) => withdrawReaction(tx, target, userId));
  return targets.length;
}

/** Saves the totals after a change, and publishes it. */
async function count(
  tx: Transaction,
  before: TargetTotals,
  userId: string,
  previous: ReactionType | null,
  next: ReactionType | null,
  at: Date,
): Promise<TargetTotals> {
  const { target } = before;
  const after = { ...before, totals: afterChange(before.totals, previous, next), version: before.version + 1 };
  await saveTotals(tx.manager, after);
  tx.publish(
    reactionChanged,
    { id: aggregateId(target), version: after.version },
    {
      userId,
      target: { type: target.type, id: target.id },
      postId: target.postId,
      targetAuthorId: target.authorId,
      reaction: next,
      previous,
      totals: after.totals,
      at: at.toISOString(),
    },
  );
  return after;
}
