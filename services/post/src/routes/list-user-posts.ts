import { Id, PageQuery, PostView, page } from '@townsquare/contracts';
import { decodeCursor, defineRoute, notFound, type Position, type Route, toPage } from '@townsquare/kit';
import { type KnownPerson, mentionsFor, toPostView } from '@townsquare/projections';
import { z } from 'zod';
import type { Context } from '../context.js';
import type { Post } from '../data/entities.js';
import * as queries from '../data/posts.js';
import { visiblePosts } from '../reading/visible-posts.js';
import { toSnapshot } from '../views/posts.js';

const LIST = 'user-posts';

export function listUserPosts(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/users/{userId}/posts',
    summary: "List a person's posts, newest first",
    description: 'Only the author and their followers get the private posts.',
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
 * Reads the page with the private posts first. If it has some that the reader may not see, it is read again without private
 * posts, so that it is as full as any other page. All posts of a private account are private.
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
