import { Id, PageQuery, PostView, page } from '@townsquare/contracts';
import { decodeCursor, defineRoute, notFound, type Position, type Route, toPage } from '@townsquare/kit';
import { type KnownPerson, mentionsFor, toPostView } from '@townsquare/projections';
import { z } from 'zod';
import type { Context } from '../context.js';
import type { Post } from '../data/post.js';
import * as queries from '../data/post-queries.js';
import { toSnapshot } from '../domain/post-views.js';
import { visiblePosts } from '../visible-posts.js';

const LIST = 'user-posts';

export function listUserPosts(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/users/{userId}/posts',
    summary: "A person's posts, newest first",
    description: 'Private posts are among them for their author and for followers.',
    tag: 'posts',
    access: 'optional',
    params: z.object({ userId: Id }),
    query: PageQuery,
    answer: page(PostView),
    errors: ['invalid_cursor', 'not_found'],
    async handle({ params: { userId }, query: { limit, cursor }, caller }) {
      const after = decodeCursor(LIST, cursor);
      const readerId = caller?.userId ?? null;
      if (!(await context.visibility.met(readerId, [userId])).has(userId)) throw notFound('person');
      const author = (await context.people.find([userId])).get(userId);
      if (!author) throw notFound('person');
      const posts = await readVisible(context, readerId, author, after, limit + 1);
      const mentionsIn = await mentionsFor(context, readerId, posts);
      return toPage(LIST, posts, limit, queries.positionOf, (post) =>
        toPostView(toSnapshot(post), author, mentionsIn(post.mentions)),
      );
    },
  });
}

/**
 * Reads with the private posts first. Only when there are some does it matter whether the reader may see them, and when
 * they may not, the page is read anew without them, so that it is as full as any other. Of a private account, all are.
 */
async function readVisible(
  context: Context,
  readerId: string | null,
  { userId, isPrivate }: KnownPerson,
  after: Position | undefined,
  limit: number,
): Promise<Post[]> {
  const read = (includePrivate: boolean) =>
    queries.listUserPosts(context.database.manager, userId, { includePrivate, after, limit });
  const posts = await read(true);
  const visible = await visiblePosts(context, readerId, posts);
  if (visible.length === posts.length) return posts;
  return isPrivate ? [] : read(false);
}
