import type { ReactionTarget } from '@townsquare/contracts';
import { requireVisibleComment, requireVisiblePost } from '@townsquare/projections';
import type { Context } from '../context.js';
import type { Target } from '../domain/target.js';

/** The target, if the reader may see it; throws the same `not_found` for one that is hidden and one that is missing. */
export async function requireVisibleTarget(
  { posts, comments, visibility }: Context,
  readerId: string | null,
  { type, id }: ReactionTarget,
): Promise<Target> {
  const { postId, authorId } =
    type === 'post'
      ? await requireVisiblePost(visibility, posts, readerId, id)
      : (await requireVisibleComment(visibility, posts, readerId, await comments.find(id))).comment;
  return { type, id, postId, authorId };
}
