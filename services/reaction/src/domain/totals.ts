import type { ReactionTotals, ReactionType } from '@townsquare/contracts';

/** The totals after one account's reaction changes from `previous` to `next`; null is no reaction. */
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
