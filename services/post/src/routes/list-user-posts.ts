import { Id, PageQuery, PostView, page } from '@townsquare/contracts';
import { decodeCursor, defineRoute, notFound, type Position, type Route, toPage } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import type { Post } from '../data/post.js';
import * as queries from '../data/post-queries.js';
import { toPostView } from '../domain/post-views.js';

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
      if (!(await sees(context, readerId, userId, false))) throw notFound('person');
      const author = (await context.people.find([userId])).get(userId);
      if (!author) throw notFound('person');
      const posts = await readVisible(context, readerId, userId, after, limit + 1);
      return toPage(LIST, posts, limit, queries.positionOf, (post) => toPostView(post, author));
    },
  });
}

/**
 * Reads with the private posts first. Only when there are some does it matter whether the reader may see them, and when
 * they may not, the page is read anew without them, so that it is as full as any other.
 */
async function readVisible(
  context: Context,
  readerId: string | null,
  userId: string,
  after: Position | undefined,
  limit: number,
): Promise<Post[]> {
  const read = (includePrivate: boolean) =>
    queries.listUserPosts(context.database.manager, userId, { includePrivate, after, limit });
  const posts = await read(true);
  const isOpen = posts.every((post) => !post.isPrivate) || (await sees(context, readerId, userId, true));
  return isOpen ? posts : read(false);
}

/** Whether the reader may see this person's posts, public or private. */
async function sees(context: Context, readerId: string | null, authorId: string, isPrivate: boolean): Promise<boolean> {
  return (await context.visibility.visible(readerId, [{ authorId, isPrivate }])).length > 0;
}
