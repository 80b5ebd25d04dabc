import { exportPosts as definition } from '@townsquare/contracts';
import { exportRoute, type Route } from '@townsquare/kit';
import { type Context, READERS } from '../context.js';
import { postsInOrder } from '../data/posts.js';
import { toRecord } from '../views/posts.js';

/** Every post, for services that rebuild or check what they derive from posts. */
export function exportPosts({ database }: Context): Route {
  return exportRoute(
    definition,
    READERS,
    async (rows) => (await postsInOrder(database.manager, rows)).map(toRecord),
    ({ postId }) => postId,
  );
}
