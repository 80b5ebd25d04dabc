import { countWritten as call } from '@townsquare/contracts';
import { type Route, recordsRoute } from '@townsquare/kit';
import type { Context } from '../context.js';
import { countWritten as count } from '../data/counts.js';

/** The comment counts of accounts, for a service that recounts its totals. */
export function countWritten({ database }: Context): Route {
  const summary = 'The number of comments that each of these accounts has written';
  return recordsRoute(call, ['engagement'], summary, (ids) => count(database.manager, ids));
}
