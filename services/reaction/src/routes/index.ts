import type { Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { deleteReaction } from './delete-reaction.js';
import { getReactions } from './get-reactions.js';
import { listPeople } from './list-people.js';
import { putReaction } from './put-reaction.js';
import { TARGETS } from './targets.js';

export function routes(context: Context): Route[] {
  return TARGETS.flatMap((targets) => [
    getReactions(context, targets),
    putReaction(context, targets),
    deleteReaction(context, targets),
    listPeople(context, targets),
  ]);
}
