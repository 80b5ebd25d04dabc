import type { ReactionRecord, ReactionTarget } from '@townsquare/contracts';
import { END, inPairRange } from '@townsquare/kit';
import type { Exports, RecountPart } from '@townsquare/projections';
import type { Context } from '../context.js';
import { presentWhere } from '../data/recount.js';
import { reactionDraft } from '../domain/drafts.js';
import type { Candidate } from '../domain/dueness.js';
import { compareNotifications, factsAbout } from './compare-notifications.js';

/** Compares the notifications of reactions to posts, or to comments, with the reactions. */
export function recountReactions(
  context: Context,
  type: ReactionTarget['type'],
  read: Exports['postReactions'],
): RecountPart {
  return {
    name: `notifications of reactions to ${type}s`,
    async check(range) {
      const { items, next } = await read(range);
      const through = range.through ?? next ?? END;
      const [condition, values] = inPairRange({ after: range.after, through }, 'target_id', 'actor_id');
      const present = await presentWhere(context.database.manager, ['reaction'], type, condition, values);
      const candidates = items.filter((one) => one.userId !== one.targetAuthorId).map(toCandidate);
      const facts = await factsAbout(context, candidates, present);
      return { checked: items.length, found: compareNotifications(context, candidates, present, facts), next };
    },
  };
}

function toCandidate(record: ReactionRecord): Candidate {
  return { recipientId: record.targetAuthorId, draft: reactionDraft(record), uncertain: false };
}
