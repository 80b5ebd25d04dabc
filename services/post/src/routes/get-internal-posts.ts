import { getPosts } from '@townsquare/contracts';
import { type Route, recordsRoute } from '@townsquare/kit';
import { type Context, READERS } from '../context.js';
import { findPosts } from '../data/posts.js';
import { toRecord } from '../views/posts.js';

export function getInternalPosts({ database }: Context): Route {
  const summary = 'Read posts by their ids, without regard to who may see them';
  return recordsRoute(getPosts, READERS, summary, async (ids) =>
    (await findPosts(database.manager, ids)).map(toRecord),
  );
}
