import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import type { TargetPath } from '../domain/target.js';
import { requireVisibleTarget } from '../reading/visible-target.js';
import { withdrawReaction } from '../use-cases/change-reaction.js';

/** Withdraws the caller's reaction, also from a target that the caller may no longer see. */
export function deleteReaction(context: Context, targets: TargetPath): Route {
  return defineRoute({
    method: 'delete',
    path: targets.path,
    summary: `Withdraw your reaction to a ${targets.type}`,
    tag: 'reactions',
    access: 'signedIn',
    params: targets.params,
    status: 204,
    errors: ['not_found'],
    handle: async ({ params, caller }) => {
      const target = targets.of(params);
      const withdrawn = await context.database.transaction((tx) => withdrawReaction(tx, target, caller.userId));
      if (!withdrawn) await requireVisibleTarget(context, caller.userId, target);
    },
  });
}
