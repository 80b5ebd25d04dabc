import { exportFollowers as definition } from '@townsquare/contracts';
import { exportRoute, pairCursor, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { followersInOrder } from '../data/graph-export.js';
import { READERS } from './readers.js';

/** Everybody's followers, for services that prove who was told of posts. */
export function exportFollowers({ database }: Context): Route {
  return exportRoute(
    definition,
    READERS,
    (rows) => followersInOrder(database.manager, rows),
    ({ followingId, followerId }) => pairCursor(followingId, followerId),
  );
}
