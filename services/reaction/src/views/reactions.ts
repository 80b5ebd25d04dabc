import {
  Id,
  NO_REACTIONS,
  PersonView,
  ReactionTotals,
  ReactionType,
  sumOfReactions,
  Timestamp,
} from '@townsquare/contracts';
import { z } from 'zod';

/** The reactions to a post or comment: how many of each kind, how many in all, and the reader's own. */
export const ReactionsView = z
  .object({ totals: ReactionTotals, total: z.int(), mine: z.union([ReactionType, z.null()]) })
  .meta({ id: 'Reactions' });
export type ReactionsView = z.infer<typeof ReactionsView>;

/** The same of one target among many. */
export const TargetReactions = ReactionsView.extend({ targetId: Id }).meta({ id: 'TargetReactions' });

export const PersonReaction = z
  .object({ person: PersonView, type: ReactionType, reactedAt: Timestamp })
  .meta({ id: 'PersonReaction' });
export type PersonReaction = z.infer<typeof PersonReaction>;

export function toReactionsView(
  totals: ReactionTotals = NO_REACTIONS,
  mine: ReactionType | null = null,
): ReactionsView {
  return { totals, total: sumOfReactions(totals), mine };
}
