import { countComments, IdList } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { countThreads as count } from '../data/counts.js';

/** For a service that keeps the totals of events, and proves its counters. */
export function countThreads({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: countComments.path,
    summary: 'How many comments stand under these posts',
    tag: 'internal',
    access: { services: ['engagement'] },
    query: z.strictObject({ ids: IdList }),
    answer: countComments.answer,
    async handle({ query }) {
      return { items: await count(database.manager, query.ids) };
    },
  });
}
