import { PersonView, ReactionTotals, ReactionType, Timestamp } from '@townsquare/contracts';
import { z } from 'zod';
import { NO_REACTIONS, sum } from '../domain/totals.js';

/** The reactions to a post or comment: how many of each, all together, and the caller's own. */
export const ReactionsView = z
  .object({ totals: ReactionTotals, total: z.int(), mine: z.union([ReactionType, z.null()]) })
  .meta({ id: 'Reactions' });
export type ReactionsView = z.infer<typeof ReactionsView>;

export const PersonReaction = z
  .object({ person: PersonView, type: ReactionType, reactedAt: Timestamp })
  .meta({ id: 'PersonReaction' });
export type PersonReaction = z.infer<typeof PersonReaction>;

export function toReactionsView(
  totals: ReactionTotals = NO_REACTIONS,
  mine: ReactionType | null = null,
): ReactionsView {
  return { totals, total: sum(totals), mine };
}
