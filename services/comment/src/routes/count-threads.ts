import { countComments, IdList } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { countThreads as count } from '../data/counts.js';

/** The comment counts of posts, for a service that recounts its totals. */
export function countThreads({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: countComments.path,
    summary: 'The number of comments under each of these posts',
    tag: 'internal',
    access: { services: ['engagement'] },
    query: z.strictObject({ ids: IdList }),
    answer: countComments.answer,
    async handle({ query }) {
      return { items: await count(database.manager, query.ids) };
    },
  });
}
