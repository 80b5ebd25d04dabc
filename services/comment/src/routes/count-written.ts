import { countWritten as call, IdList } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { countWritten as count } from '../data/counts.js';

/** For a service that counts comments by events, and proves its counters. */
export function countWritten({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: call.path,
    summary: 'How many comments these people have written',
    tag: 'internal',
    access: { services: ['engagement'] },
    query: z.strictObject({ ids: IdList }),
    answer: call.answer,
    async handle({ query }) {
      return { items: await count(database.manager, query.ids) };
    },
  });
}
