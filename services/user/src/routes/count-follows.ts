import { countFollows as call, IdList } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { READERS } from '../context.js';
import { countFollowsOf } from '../data/exports.js';

/** For a service that counts follows by events, and checks its counters. */
export function countFollows({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: call.path,
    summary: 'Count the followers of these people, and whom they follow',
    tag: 'internal',
    access: { services: READERS },
    query: z.strictObject({ ids: IdList }),
    answer: call.answer,
    async handle({ query }) {
      return { items: await countFollowsOf(database.manager, query.ids) };
    },
  });
}
