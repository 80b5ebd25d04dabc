import { countFollows as call } from '@townsquare/contracts';
import { type Route, recordsRoute } from '@townsquare/kit';
import { type Context, READERS } from '../context.js';
import { countFollowsOf } from '../data/exports.js';

/** For a service that counts follows by events, and checks its counters. */
export function countFollows({ database }: Context): Route {
  const summary = 'Count the followers of these people, and whom they follow';
  return recordsRoute(call, READERS, summary, (ids) => countFollowsOf(database.manager, ids));
}
