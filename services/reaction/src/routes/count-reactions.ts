import { countReactions as call } from '@townsquare/contracts';
import { type Route, recordsRoute } from '@townsquare/kit';
import type { Context } from '../context.js';
import { countReactions as count } from '../data/totals.js';

/** The reactions to posts, for a service that recounts its totals. */
export function countReactions({ database }: Context): Route {
  const summary = 'The reactions to each of these posts, counted from the rows';
  return recordsRoute(call, ['engagement'], summary, (ids) => count(database.manager, ids));
}
