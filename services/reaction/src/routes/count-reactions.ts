import { countReactions as call, IdList } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { countReactions as count } from '../data/totals.js';

/** The reactions to posts, for a service that recounts its totals. */
export function countReactions({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: call.path,
    summary: 'The reactions to each of these posts, counted from the rows',
    tag: 'internal',
    access: { services: ['engagement'] },
    query: z.strictObject({ ids: IdList }),
    answer: call.answer,
    async handle({ query }) {
      return { items: await count(database.manager, query.ids) };
    },
  });
}
