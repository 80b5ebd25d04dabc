import { PageIds } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { readTotals } from '../data/totals.js';
import type { TargetPath } from '../domain/target.js';
import { visibleTargets } from '../reading/visible-target.js';
import { TargetReactions, toReactionsView } from '../views/reactions.js';

/** The totals of a page of targets, and the reader's own reactions. */
export function listReactions(context: Context, { type, listPath }: TargetPath): Route {
  return defineRoute({
    method: 'get',
    path: listPath,
    summary: `The reactions to several ${type}s: totals, and your own`,
    description: `For the ${type}s of a page. Those that do not exist, or that you may not see, are left out.`,
    tag: 'reactions',
    access: 'optional',
    query: z.strictObject({ ids: PageIds }),
    answer: z.object({ items: z.array(TargetReactions) }),
    handle: async ({ query: { ids }, caller }) => {
      const readerId = caller?.userId ?? null;
      const shown = await visibleTargets(context, readerId, type, ids);
      const known = await readTotals(context.database.manager, type, shown, readerId);
      const itemOf = (id: string) => ({ targetId: id, ...toReactionsView(known.get(id)?.totals, known.get(id)?.mine) });
      return { items: shown.map(itemOf) };
    },
  });
}
