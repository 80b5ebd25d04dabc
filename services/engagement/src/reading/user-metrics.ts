import { notFound } from '@townsquare/kit';
import type { KnownPerson } from '@townsquare/projections';
import type { Context } from '../context.js';
import { readUserCounts } from '../data/user-counters.js';
import type { UserCounts } from '../domain/user-counts.js';
import type { UserMetrics } from '../views/metrics.js';

/** A user's metrics as the reader may see them; throws `not_found` if the user is not there for the reader. */
export async function readUserMetrics(context: Context, readerId: string | null, userId: string): Promise<UserMetrics> {
  const person = await requireVisiblePerson(context, readerId, userId);
  const counts = withPrivacy(await readUserCounts(context.database.manager, userId), person.isPrivate);
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
}

/** All posts of a private account count as private. */
function withPrivacy(counts: UserCounts, isPrivate: boolean): UserCounts {
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

async function requireVisiblePerson(
  { people, visibility }: Context,
  readerId: string | null,
  userId: string,
): Promise<KnownPerson> {
  const [person, met] = await Promise.all([people.find([userId]), visibility.met(readerId, [userId])]);
  if (!met.has(userId)) throw notFound('user');
  return person.get(userId)!;
}

/** When the user service cannot tell whether the reader follows the user, only public posts count. */
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
    logger.warn({ err: error }, 'the follows of the reader are unknown; only public posts are counted');
    return false;
  }
}
