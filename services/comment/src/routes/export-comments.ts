import { exportComments as definition } from '@townsquare/contracts';
import { exportRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { commentsInOrder } from '../data/comments.js';

/** Every comment, for services that recount what they derive from comments. */
export function exportComments({ database }: Context): Route {
  return exportRoute(
    definition,
    ['notification'],
    (rows) => commentsInOrder(database.manager, rows),
    ({ commentId }) => commentId,
  );
}
