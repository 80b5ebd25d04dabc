import { getPosts, IdList } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { READERS } from '../context.js';
import { findPosts } from '../data/posts.js';
import { toRecord } from '../views/posts.js';

export function getInternalPosts({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: getPosts.path,
    summary: 'Read posts by their ids, without regard to who may see them',
    tag: 'internal',
    access: { services: READERS },
    query: z.strictObject({ ids: IdList }),
    answer: getPosts.answer,
    async handle({ query }) {
      return { items: (await findPosts(database.manager, query.ids)).map(toRecord) };
    },
  });
}
