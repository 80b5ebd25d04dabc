import { exportComments as definition } from '@townsquare/contracts';
import { exportRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { commentsInOrder } from '../data/counts.js';

/** Every comment, for services that prove what they derive from them. */
export function exportComments({ database }: Context): Route {
  return exportRoute(
    definition,
    ['notification'],
    (rows) => commentsInOrder(database.manager, rows),
    ({ commentId }) => commentId,
  );
}
