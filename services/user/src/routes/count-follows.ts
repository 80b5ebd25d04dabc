import { countFollows as call, IdList } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { countFollowsOf } from '../data/graph-export.js';
import { READERS } from './readers.js';

/** For a service that counts follows by events, and proves its counters. */
export function countFollows({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: call.path,
    summary: 'How many follow these people, and how many they follow',
    tag: 'Internal',
    access: { services: READERS },
    query: z.strictObject({ ids: IdList }),
    answer: call.answer,
    async handle({ query }) {
      return { items: await countFollowsOf(database.manager, query.ids) };
    },
  });
}
