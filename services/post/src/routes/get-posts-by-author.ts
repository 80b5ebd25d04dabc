import { getPostsBy, Id } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { nextPostsBy } from '../data/posts.js';
import { toRecord } from '../views/posts.js';

/** Posts in a response: few enough for the caller to process before its time limit. */
const PAGE = 100;

/** For services that go through all posts of an author whose account turns private or public. */
export function getPostsByAuthor({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: getPostsBy.path,
    summary: 'Read the next posts of an author, in the order of their ids',
    tag: 'internal',
    access: { services: ['notification', 'search', 'engagement'] },
    query: z.strictObject({ authorId: Id, after: z.union([z.literal('0'), Id]) }),
    answer: getPostsBy.answer,
    async handle({ query: { authorId, after } }) {
      return { items: (await nextPostsBy(database.manager, authorId, after, PAGE)).map(toRecord) };
    },
  });
}
