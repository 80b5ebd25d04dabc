import { IdList, postsOfAuthors } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { postsBy } from '../data/posts.js';

/** For a service that counts posts by events, and checks its counters. */
export function listAuthorsPosts({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: postsOfAuthors.path,
    summary: 'List the posts of these authors',
    tag: 'internal',
    access: { services: ['engagement'] },
    query: z.strictObject({ ids: IdList }),
    answer: postsOfAuthors.answer,
    async handle({ query }) {
      return { items: await postsBy(database.manager, query.ids) };
    },
  });
}
