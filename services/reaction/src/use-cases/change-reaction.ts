import { type ReactionTarget, type ReactionTotals, type ReactionType, reactionChanged } from '@townsquare/contracts';
import { type Database, notFound, type Transaction } from '@townsquare/kit';
import { lockHidden, type VisitNext } from '@townsquare/projections';
import {
  type CountedReaction,
  deleteReaction,
  findReaction,
  findReactionById,
  findSomeTargets,
  hideReaction,
  insertReaction,
  updateReaction,
} from '../data/reactions.js';
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
  return publish(tx, before, userId, changeOf(before, previous, type), createdAt);
}

/** Withdraws the reaction of an account; returns false when there is none. */
export async function withdrawReaction(tx: Transaction, target: ReactionTarget, userId: string): Promise<boolean> {
  const before = await lockTotals(tx.manager, target);
  const previous = before && (await findReaction(tx.manager, target, userId));
  if (!previous) return false;
  await deleteReaction(tx.manager, previous.id);
  // The reactions to a deleted target are being purged, and their totals no longer count.
  if (!before.closed) await publish(tx, before, userId, changeOf(before, previous, null), new Date());
  return true;
}

/** Withdraws up to `limit` reactions of an account, in one transaction a target; returns how many it found. */
export async function withdrawSome(database: Database, userId: string, limit: number): Promise<number> {
  const targets = await findSomeTargets(database.manager, userId, limit);
  for (const { target } of targets) await database.transaction((tx) => withdrawReaction(tx, target, userId));
  return targets.length;
}

const BATCH = 50;

/**
 * Hides the reactions of an account that is hidden, or shows them again, in one transaction a reaction: it leaves the totals
 * of its target or is added to them, and an event publishes the new totals.
 */
export function hideReactions(database: Database): VisitNext {
  return async (userId, after) => {
    const found = await findSomeTargets(database.manager, userId, BATCH, after);
    for (const { target } of found) await markReaction(database, target, userId);
    return found.at(-1)?.id;
  };
}

/** The same for one reaction, by its id. */
export async function markReactionById(database: Database, id: string): Promise<void> {
  const reaction = await findReactionById(database.manager, id);
  if (reaction) await markReaction(database, reaction.target, reaction.userId);
}

function markReaction(database: Database, target: ReactionTarget, userId: string): Promise<void> {
  return database.transaction(async (tx) => hideOne(tx, target, userId, await lockHidden(tx, userId)));
}

async function hideOne(tx: Transaction, target: ReactionTarget, userId: string, hidden: boolean): Promise<void> {
  const before = await lockTotals(tx.manager, target);
  const reaction = before && !before.closed && (await findReaction(tx.manager, target, userId));
  if (!reaction || reaction.hidden === hidden) return;
  await hideReaction(tx.manager, reaction.id, hidden);
  const { type } = reaction;
  const totals = hidden ? afterChange(before.totals, type, null) : afterChange(before.totals, null, type);
  await publish(tx, before, userId, { previous: type, next: type, totals }, reaction.createdAt);
}

interface Change {
  previous: ReactionType | null;
  next: ReactionType | null;
  /** The totals after it. */
  totals: ReactionTotals;
}

/** What becomes of the totals when an account reacts, changes its reaction or withdraws it. A hidden one was not counted. */
function changeOf(
  { totals }: TargetTotals,
  previous: Pick<CountedReaction, 'type' | 'hidden'> | undefined,
  next: ReactionType | null,
): Change {
  const counted = previous && !previous.hidden ? previous.type : null;
  return { previous: previous?.type ?? null, next, totals: afterChange(totals, counted, next) };
}

/** Saves the totals after a change, and publishes it. */
async function publish(
  tx: Transaction,
  before: TargetTotals,
  userId: string,
  { previous, next, totals }: Change,
  at: Date,
): Promise<TargetTotals> {
  const { target } = before;
  const after = { ...before, totals, version: before.version + 1 };
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
