import { exportGraph as definition } from '@townsquare/contracts';
import { exportRoute, type Route } from '@townsquare/kit';
import { type Context, READERS } from '../context.js';
import { graphsInOrder } from '../data/exports.js';

/** A person may follow very many people. */
const PAGE = 100;

/** Everyone's side of the graph, for services that check what they derive from it. */
export function exportGraph({ database }: Context): Route {
  return exportRoute(
    definition,
    READERS,
    (rows) => graphsInOrder(database.manager, rows),
    ({ userId }) => userId,
    PAGE,
  );
}
