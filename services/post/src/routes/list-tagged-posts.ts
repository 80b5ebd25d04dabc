import { type Page, PageQuery, PostView, page } from '@townsquare/contracts';
import { decodeCursor, defineRoute, encodeCursor, invalidField, type Position, type Route } from '@townsquare/kit';
import { z } from 'zod';
import { presentPosts } from '../authors.js';
import type { Context } from '../context.js';
import type { Post } from '../data/post.js';
import * as queries from '../data/post-queries.js';
import { toTag } from '../domain/hashtags.js';
import { visiblePosts } from '../visible-posts.js';

/** How many batches are looked through for one page: where the reader may see little, a page is short rather than slow. */
const MAX_BATCHES = 5;

export function listTaggedPosts(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/hashtags/{tag}/posts',
    summary: 'The posts with a hashtag, newest first',
    description: 'The tag without its #. A page may be short, and still have a next one.',
    tag: 'posts',
    access: 'optional',
    params: z.object({ tag: z.string().max(200) }),
    query: PageQuery,
    answer: page(PostView),
    errors: ['invalid_cursor'],
    async handle({ params, query: { limit, cursor }, caller }) {
      const tag = toTag(params.tag);
      if (tag === undefined) throw invalidField('tag', 'is not a hashtag');
      const list = `hashtag:${tag}`;
      const { posts, next } = await readPage(context, caller?.userId ?? null, tag, decodeCursor(list, cursor), limit);
      const items = await presentPosts(context, posts);
      return { items, nextCursor: next ? encodeCursor(list, next) : null } satisfies Page<PostView>;
    },
  });
}

/** Up to `limit` posts that the reader may see, and where the next page begins, if there may be one. */
async function readPage(
  context: Context,
  readerId: string | null,
  tag: string,
  after: Position | undefined,
  limit: number,
): Promise<{ posts: Post[]; next: Position | undefined }> {
  const found: Post[] = [];
  let position = after;
  for (let batch = 0; batch < MAX_BATCHES; batch++) {
    const options = { after: position, limit: limit + 1 };
    const candidates = await queries.listTaggedPosts(context.database.manager, tag, options);
    found.push(...(await visiblePosts(context, readerId, candidates)));
    const posts = found.slice(0, limit);
    if (found.length > limit) return { posts, next: queries.positionOf(posts.at(-1)!) };
    if (candidates.length <= limit) return { posts, next: undefined };
    position = queries.positionOf(candidates.at(-1)!);
  }
  return { posts: found, next: position };
}
