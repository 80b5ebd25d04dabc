import { postsOfAuthors } from '@townsquare/contracts';
import { type Route, recordsRoute } from '@townsquare/kit';
import type { Context } from '../context.js';
import { postsBy } from '../data/posts.js';

/** For a service that counts posts by events, and checks its counters. */
export function listAuthorsPosts({ database }: Context): Route {
  const summary = 'List the posts of these authors';
  return recordsRoute(postsOfAuthors, ['engagement'], summary, (ids) => postsBy(database.manager, ids));
}
