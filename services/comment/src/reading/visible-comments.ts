import { notFound } from '@townsquare/kit';
import { type KnownPost, requireVisiblePost } from '@townsquare/projections';
import type { Context } from '../context.js';
import { findComment } from '../data/comments.js';
import type { Comment } from '../data/entities.js';

/** Those of the comments that the reader may see, as far as their authors decide it. Tombstones belong to nobody. */
export async function visibleComments(
  { visibility }: Pick<Context, 'visibility'>,
  readerId: string | null,
  comments: Comment[],
): Promise<Comment[]> {
  // A comment is as public as its post, so what is left to check is its author's standing, and blocks.
  const met = await visibility.met(
    readerId,
    comments.flatMap(({ userId }) => userId ?? []),
  );
  return comments.filter(({ userId }) => userId === null || met.has(userId));
}

/** A comment that the reader may see, with its post; else throws the same `not_found` as for one that is missing. */
export async function requireVisibleComment(
  context: Pick<Context, 'database' | 'visibility' | 'posts'>,
  readerId: string | null,
  commentId: string,
): Promise<{ comment: Comment; post: KnownPost }> {
  const found = await findComment(context.database.manager, commentId);
  const [comment] = found ? await visibleComments(context, readerId, [found]) : [];
  if (!comment) throw notFound('comment');
  const post = await requireVisiblePost(context.visibility, context.posts, readerId, comment.postId);
  return { comment, post };
}
