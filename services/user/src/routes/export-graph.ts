import { exportGraph as definition } from '@townsquare/contracts';
import { exportRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { graphsInOrder } from '../data/graph-export.js';
import { READERS } from './readers.js';

/** One person may follow very many. */
const PAGE = 100;

/** Whom everybody follows, for services that prove what they derive from it. */
export function exportGraph({ database }: Context): Route {
  return exportRoute(
    definition,
    READERS,
    (rows) => graphsInOrder(database.manager, rows),
    ({ userId }) => userId,
    PAGE,
  );
}
