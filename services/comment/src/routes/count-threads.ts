import { countComments } from '@townsquare/contracts';
import { type Route, recordsRoute } from '@townsquare/kit';
import type { Context } from '../context.js';
import { countThreads as count } from '../data/counts.js';

/** The comment counts of posts, for a service that recounts its totals. */
export function countThreads({ database }: Context): Route {
  const summary = 'The number of comments under each of these posts';
  return recordsRoute(countComments, ['engagement'], summary, (ids) => count(database.manager, ids));
}
