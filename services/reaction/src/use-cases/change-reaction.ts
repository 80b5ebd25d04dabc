import { type ReactionTarget, type ReactionType, reactionChanged } from '@townsquare/contracts';
import { notFound, type Transaction } from '@townsquare/kit';
import { deleteReaction, findReaction, insertReaction, updateReaction } from '../data/reactions.js';
import { lockTotals, openTotals, saveTotals, type TargetTotals } from '../data/totals.js';
import { aggregateId, type Target } from '../domain/target.js';
import { afterChange } from '../domain/totals.js';

/**
 * Sets or changes a person's reaction and answers the target's totals after it; the same reaction again changes nothing.
 * The totals are locked first: everything that happens to a target, its end included, waits in one line.
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

/** Withdraws a person's reaction; false when there is none. */
export async function withdrawReaction(tx: Transaction, target: ReactionTarget, userId: string): Promise<boolean> {
  const before = await lockTotals(tx.manager, target);
  const previous = before && (await findReaction(tx.manager, target, userId));
  if (!previous) return false;
  await deleteReaction(tx.manager, previous.id);
  // What is left under a target that is gone is being removed, and nobody counts it any more.
  if (!before.closed) await count(tx, before, userId, previous.type, null, new Date());
  return true;
}

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
