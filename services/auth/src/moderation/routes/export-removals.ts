import { exportRemovals as definition } from '@townsquare/contracts';
import { exportRoute, type Route } from '@townsquare/kit';
import type { Context } from '../../context.js';
import { removalsInOrder } from '../data/cases.js';

/** Every removal, for the services that delete what was removed, or notify its author. */
export function exportRemovals({ database }: Context): Route {
  return exportRoute(
    definition,
    ['post', 'comment', 'notification'],
    (rows) => removalsInOrder(database.manager, rows),
    ({ caseId }) => caseId,
  );
}
