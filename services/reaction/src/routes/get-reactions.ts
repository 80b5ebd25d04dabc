import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { readTotals } from '../data/totals.js';
import type { TargetPath } from '../domain/target.js';
import { requireVisibleTarget } from '../reading/visible-target.js';
import { ReactionsView, toReactionsView } from '../views/reactions.js';

/** The totals of a target, and the reader's own reaction. */
export function getReactions(context: Context, targets: TargetPath): Route {
  return defineRoute({
    method: 'get',
    path: targets.path,
    summary: `The reactions to a ${targets.type}: totals, and your own`,
    tag: 'reactions',
    access: 'optional',
    params: targets.params,
    answer: ReactionsView,
    errors: ['not_found'],
    handle: async ({ params, caller }) => {
      const readerId = caller?.userId ?? null;
      const target = await requireVisibleTarget(context, readerId, targets.of(params));
      const known = (await readTotals(context.database.manager, target.type, [target.id], readerId)).get(target.id);
      return toReactionsView(known?.totals, known?.mine);
    },
  });
}
