import type { ReactionTarget } from '@townsquare/contracts';
import { requireVisibleComment, requireVisiblePost } from '@townsquare/projections';
import type { Context } from '../context.js';
import type { Target, TargetType } from '../domain/target.js';

/** The target, if the reader may see it; throws the same `not_found` for one that is hidden and one that is missing. */
export async function requireVisibleTarget(
  { posts, comments, visibility }: Context,
  readerId: string | null,
  { type, id }: ReactionTarget,
): Promise<Target> {
  const { postId, authorId } =
    type === 'post'
      ? await requireVisiblePost(visibility, posts, readerId, id)
      : (await requireVisibleComment(visibility, posts, readerId, (await comments.find([id])).get(id))).comment;
  return { type, id, postId, authorId };
}

/** Those of the targets that the reader may see, in the same order. Hidden and missing ones are left out. */
export async function visibleTargets(
  context: Context,
  readerId: string | null,
  type: TargetType,
  ids: string[],
): Promise<string[]> {
  if (type === 'post') return (await visiblePosts(context, readerId, ids)).map(({ postId }) => postId);
  const { comments, visibility } = context;
  const known = await comments.find(ids);
  const found = ids.flatMap((id) => known.get(id) ?? []);
  const postIds = found.map(({ postId }) => postId);
  const seen = new Set((await visiblePosts(context, readerId, postIds)).map(({ postId }) => postId));
  const shown = await visibility.visibleComments(
    readerId,
    found.filter(({ postId }) => seen.has(postId)),
  );
  return shown.map(({ commentId }) => commentId);
}

async function visiblePosts({ posts, visibility }: Context, readerId: string | null, ids: string[]) {
  const known = await posts.find(ids);
  return visibility.visible(
    readerId,
    ids.flatMap((id) => known.get(id) ?? []),
  );
}
