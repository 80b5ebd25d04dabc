import { personalDataRoute, personalList, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { listOwnReactions, type OwnReaction } from '../data/reactions.js';

/** The personal data of an account in this service: its reactions. Reactions by others to its posts are not. */
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
