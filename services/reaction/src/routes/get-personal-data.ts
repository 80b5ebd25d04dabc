import { personalDataRoute, personalList, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { listOwnReactions, type OwnReaction } from '../data/reactions.js';

/** What is held of a person here: their own reactions. Those to what they wrote are others'. */
export function getPersonalData({ database: { manager } }: Context): Route {
  return personalDataRoute('reaction', ['auth'], {
    reactions: personalList(
      'personal reactions',
      (userId, after, limit) => listOwnReactions(manager, userId, after, limit),
      toPersonalReaction,
    ),
  });
}

function toPersonalReaction({ target, type, createdAt }: OwnReaction): object {
  return { target, type, createdAt };
}
