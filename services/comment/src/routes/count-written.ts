import { countWritten as call, IdList } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { countWritten as count } from '../data/counts.js';

/** The comment counts of accounts, for a service that recounts its totals. */
export function countWritten({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: call.path,
    summary: 'The number of comments that each of these accounts has written',
    tag: 'internal',
    access: { services: ['engagement'] },
    query: z.strictObject({ ids: IdList }),
    answer: call.answer,
    async handle({ query }) {
      return { items: await count(database.manager, query.ids) };
    },
  });
}
