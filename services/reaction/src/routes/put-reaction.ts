import { ReactionType } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import type { TargetPath } from '../domain/target.js';
import { requireVisibleTarget } from '../reading/visible-target.js';
import { setReaction } from '../use-cases/change-reaction.js';
import { ReactionsView, toReactionsView } from '../views/reactions.js';

/** Sets or changes the caller's reaction to a target. The same reaction again changes nothing. */
export function putReaction(context: Context, targets: TargetPath): Route {
  const { database, people } = context;
  return defineRoute({
    method: 'put',
    path: targets.path,
    summary: `React to a ${targets.type}, or change your reaction`,
    tag: 'reactions',
    access: 'signedIn',
    params: targets.params,
    body: z.strictObject({ type: ReactionType }),
    answer: ReactionsView,
    errors: ['not_found', 'forbidden'],
    handle: async ({ params, body, caller }) => {
      const target = await requireVisibleTarget(context, caller.userId, targets.of(params));
      const { totals } = await database.transaction(async (tx) => {
        await people.requireActive(tx, caller.userId);
        return setReaction(tx, target, caller.userId, body.type);
      });
      return toReactionsView(totals, body.type);
    },
  });
}
