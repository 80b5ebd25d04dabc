import { Id } from '@townsquare/contracts';
import { defineRoute, notFound, type Route } from '@townsquare/kit';
import type { KnownPerson } from '@townsquare/projections';
import { z } from 'zod';
import type { Context } from '../context.js';
import { readUserCounts } from '../data/user-counters.js';
import type { UserCounts } from '../domain/user-counts.js';
import { UserMetrics } from '../views/metrics.js';

export function getUserMetrics(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/users/{userId}/metrics',
    summary: 'How many posts, followers, reactions and comments somebody has',
    description:
      'What posts for followers alone add, or all of a private account, is told only to those who may see them.',
    tag: 'engagement',
    access: 'optional',
    params: z.object({ userId: Id }),
    answer: UserMetrics,
    errors: ['not_found'],
    async handle({ params: { userId }, caller }) {
      const readerId = caller?.userId ?? null;
      const person = await requireVisiblePerson(context, readerId, userId);
      const counts = withPosts(await readUserCounts(context.database.manager, userId), person.isPrivate);
      const all = counts.privatePosts > 0 && (await seesPrivatePosts(context, readerId, userId));
      return {
        userId,
        postCount: counts.posts + (all ? counts.privatePosts : 0),
        commentCount: counts.comments,
        followerCount: counts.followers,
        followingCount: counts.following,
        reactionsReceived: counts.reactionsReceived + (all ? counts.privateReactionsReceived : 0),
        commentsReceived: counts.commentsReceived + (all ? counts.privateCommentsReceived : 0),
      };
    },
  });
}

/** All posts of a private account are for its followers alone. */
function withPosts(counts: UserCounts, isPrivate: boolean): UserCounts {
  if (!isPrivate) return counts;
  return {
    ...counts,
    posts: 0,
    reactionsReceived: 0,
    commentsReceived: 0,
    privatePosts: counts.privatePosts + counts.posts,
    privateReactionsReceived: counts.privateReactionsReceived + counts.reactionsReceived,
    privateCommentsReceived: counts.privateCommentsReceived + counts.commentsReceived,
  };
}

/** Throws `not_found` for somebody whom the reader may not meet. */
async function requireVisiblePerson(
  { people, visibility }: Context,
  readerId: string | null,
  userId: string,
): Promise<KnownPerson> {
  const [person, met] = await Promise.all([people.find([userId]), visibility.met(readerId, [userId])]);
  if (!met.has(userId)) throw notFound('user');
  return person.get(userId)!;
}

/** When nobody can tell whether the reader follows the person, only public posts count. */
async function seesPrivatePosts(
  { owners, logger }: Context,
  readerId: string | null,
  userId: string,
): Promise<boolean> {
  if (readerId === null) return false;
  if (readerId === userId) return true;
  try {
    return (await owners.follows(readerId, [userId])).has(userId);
  } catch (error) {
    logger.warn({ err: error }, 'whom the reader follows is not known; only public posts are counted');
    return false;
  }
}
