import type { ReactionTarget } from '@townsquare/contracts';
import { notFound } from '@townsquare/kit';
import { requireVisiblePost } from '@townsquare/projections';
import type { Context } from '../context.js';
import type { Target } from '../domain/target.js';

type Known = Pick<Context, 'posts' | 'comments' | 'visibility'>;

/** What is reacted to, if the reader may see it; else throws the same `not_found` as for what is missing. */
export async function requireVisibleTarget(
  known: Known,
  readerId: string | null,
  { type, id }: ReactionTarget,
): Promise<Target> {
  if (type === 'comment') return requireVisibleComment(known, readerId, id);
  const post = await requireVisiblePost(known.visibility, known.posts, readerId, id);
  return { type, id, postId: post.postId, authorId: post.authorId };
}

/** A comment is as public as its post; beside that, its own author's standing and blocks decide. */
async function requireVisibleComment(
  { posts, comments, visibility }: Known,
  readerId: string | null,
  id: string,
): Promise<Target> {
  const comment = await comments.find(id);
  const post = comment && (await posts.find([comment.postId])).get(comment.postId);
  if (!comment || !post) throw notFound('comment');
  const { authorId, postId } = comment;
  const [visible, met] = await Promise.all([
    visibility.visible(readerId, [post]),
    visibility.met(readerId, [authorId]),
  ]);
  if (visible.length === 0 || !met.has(authorId)) throw notFound('comment');
  return { type: 'comment', id, postId, authorId };
}
