import type { PostView } from '@townsquare/contracts';
import { AppError } from '@townsquare/kit';
import { type KnownPerson, mentionsFor, toPostView } from '@townsquare/projections';
import type { Context } from './context.js';
import type { Post } from './data/post.js';
import { toSnapshot } from './domain/post-views.js';

/**
 * The caller as an author; throws `unauthenticated` when the account is gone, and `unavailable` where there is no profile
 * yet: it follows the account within moments.
 */
export async function requireAuthor({ people, database }: Context, userId: string): Promise<KnownPerson> {
  const author = (await people.find([userId])).get(userId);
  if (!author) {
    await database.transaction((tx) => people.requireActive(tx, userId));
    throw new AppError('unavailable', 'Your profile is not there yet; try again.', undefined, { 'retry-after': '1' });
  }
  return author;
}

/** The posts as the reader is shown them, in the same order. One whose author is gone is left out. */
export async function presentPosts(context: Context, readerId: string | null, posts: Post[]): Promise<PostView[]> {
  const [authors, mentionsIn] = await Promise.all([
    context.people.find(posts.map((post) => post.userId)),
    mentionsFor(context, readerId, posts),
  ]);
  return posts.flatMap((post) => {
    const author = authors.get(post.userId);
    return author ? [toPostView(toSnapshot(post), author, mentionsIn(post.mentions))] : [];
  });
}
