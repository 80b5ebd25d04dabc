import { PageQuery, PostView, page } from '@townsquare/contracts';
import { decodeCursor, defineRoute, encodeCursor, fillPage, invalidField, type Route } from '@townsquare/kit';
import { hashtagKey } from '@townsquare/text';
import { z } from 'zod';
import type { Context } from '../context.js';
import type { Post } from '../data/entities.js';
import * as queries from '../data/posts.js';
import { presentPosts, visiblePosts } from '../reading/visible-posts.js';

export function listTaggedPosts(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/hashtags/{tag}/posts',
    summary: 'List the posts with a hashtag, newest first',
    description:
      'The path has the tag without its #. A page may have fewer posts than the limit although there is a next page.',
    tag: 'posts',
    access: 'optional',
    params: z.object({ tag: z.string().max(200) }),
    query: PageQuery,
    answer: page(PostView),
    errors: ['invalid_cursor'],
    async handle({ params, query: { limit, cursor }, caller }) {
      const tag = hashtagKey(params.tag);
      if (tag === undefined) throw invalidField('tag', 'is not a hashtag');
      const list = `hashtag:${tag}`;
      const start = decodeCursor(list, cursor);
      const read = (after: Post | undefined, count: number) =>
        queries.listTaggedPosts(context.database.manager, tag, {
          after: after ? queries.positionOf(after) : start,
          limit: count,
        });
      const { items, last } = await fillPage(limit, read, (posts) => show(context, caller?.userId ?? null, posts));
      return { items, nextCursor: last ? encodeCursor(list, queries.positionOf(last)) : null };
    },
  });
}

/** The view of each post, or undefined for a post that the reader may not see. */
async function show(context: Context, readerId: string | null, posts: Post[]): Promise<(PostView | undefined)[]> {
  const views = await presentPosts(context, readerId, await visiblePosts(context, readerId, posts));
  const byId = new Map(views.map((view) => [view.id, view]));
  return posts.map(({ id }) => byId.get(id));
}
