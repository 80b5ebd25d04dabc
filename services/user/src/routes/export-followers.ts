import { exportFollowers as definition } from '@townsquare/contracts';
import { exportRoute, pairCursor, type Route } from '@townsquare/kit';
import { type Context, READERS } from '../context.js';
import { followersInOrder } from '../data/exports.js';

/** All follows, for services that check who got the announcements of posts. */
export function exportFollowers({ database }: Context): Route {
  return exportRoute(
    definition,
    READERS,
    (rows) => followersInOrder(database.manager, rows),
    ({ followingId, followerId }) => pairCursor(followingId, followerId),
  );
}
