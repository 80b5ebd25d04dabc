import { REACTION_TYPES, type ReactionTotals, type ReactionType } from '@townsquare/contracts';

/** Nobody has reacted yet. */
export const NO_REACTIONS: ReactionTotals = { like: 0, love: 0, haha: 0, sad: 0, angry: 0 };

/** The totals after one person's reaction went from `previous` to `next`; null is none. */
export function afterChange(
  totals: ReactionTotals,
  previous: ReactionType | null,
  next: ReactionType | null,
): ReactionTotals {
  const after = { ...totals };
  if (previous !== null) after[previous] = Math.max(0, after[previous] - 1);
  if (next !== null) after[next] += 1;
  return after;
}

/** All reactions together. */
export function sum(totals: ReactionTotals): number {
  return REACTION_TYPES.reduce((total, type) => total + totals[type], 0);
}
