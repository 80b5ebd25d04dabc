import type { Page, PageQuery } from '@townsquare/contracts';
import { decodeCursor, encodeCursor, fillPage, forbidden, type Position } from '@townsquare/kit';
import { mentionsFor, requireVisibleComment } from '@townsquare/projections';
import type { Context } from '../context.js';
import { findComment, readThread, type ThreadPlace } from '../data/comments.js';
import { countHiddenReplies } from '../data/counts.js';
import type { Comment } from '../data/entities.js';
import { mayBeAnswered, mayDelete } from '../domain/comment-rules.js';
import { noSuchParent } from '../use-cases/write-comment.js';
import { type CommentView, toCommentView } from '../views/comment.js';

/** A comment that the reader may see, with its post; throws `not_found` for any other. */
export async function requireComment(context: Context, readerId: string | null, commentId: string) {
  const comment = await findComment(context.database.manager, commentId);
  return requireVisibleComment(context.visibility, context.posts, readerId, comment);
}

/** Throws unless the caller may see the comment and reply to it under this post, which the caller may see. */
export async function requireAnswerable(
  { database, visibility }: Context,
  callerId: string,
  postId: string,
  commentId: string,
): Promise<void> {
  const comment = await findComment(database.manager, commentId);
  const [visible = null] = comment ? await visibility.visibleComments(callerId, [comment]) : [];
  if (!mayBeAnswered(visible, postId)) throw noSuchParent();
}

/**
 * Throws `forbidden` unless the caller may delete the comment, or `not_found` when the caller may not even see it. Authors
 * may delete their comments under posts that they may no longer see.
 */
export async function requireMayDelete(context: Context, callerId: string, comment: Comment): Promise<void> {
  if (comment.authorId === callerId) return;
  const post = (await context.posts.find([comment.postId])).get(comment.postId);
  if (post && mayDelete(callerId, comment, post)) return;
  await requireVisibleComment(context.visibility, context.posts, callerId, comment);
  throw forbidden('Only the author of a comment or of its post may delete it.');
}

/** One page of a thread, oldest first, without the comments that the reader may not see. */
export async function threadPage(
  context: Context,
  readerId: string | null,
  place: ThreadPlace,
  { limit, cursor }: PageQuery,
): Promise<Page<CommentView>> {
  const list = place.parentCommentId === null ? `comments:${place.postId}` : `replies:${place.parentCommentId}`;
  const start = decodeCursor(list, cursor);
  const read = (after: Comment | undefined, count: number) =>
    readThread(context.database.manager, place, after ? positionOf(after) : start, count);
  const show = async (comments: Comment[]) => {
    const visible = await context.visibility.visibleComments(readerId, comments);
    const views = new Map((await showComments(context, readerId, visible)).map((view) => [view.id, view]));
    return comments.map(({ id }) => views.get(id));
  };
  const { items, last } = await fillPage(limit, read, show);
  return { items, nextCursor: last ? encodeCursor(list, positionOf(last)) : null };
}

function positionOf({ createdAt, id }: Comment): Position {
  return { createdAt, id };
}

/** The view of a comment that the reader may see. */
export async function showComment(context: Context, readerId: string | null, comment: Comment): Promise<CommentView> {
  const [view] = await showComments(context, readerId, [comment]);
  return view!;
}

/** The views of comments that the reader may see, in the same order. */
async function showComments(context: Context, readerId: string | null, comments: Comment[]): Promise<CommentView[]> {
  const [people, mentionsIn, hiddenReplies] = await Promise.all([
    context.people.find(comments.flatMap(({ authorId }) => authorId ?? [])),
    mentionsFor(context, readerId, comments),
    countHiddenReplies(
      context.database.manager,
      comments.map(({ id }) => id),
    ),
  ]);
  return comments.map((comment) => {
    const visible = { ...comment, replyCount: comment.replyCount - (hiddenReplies.get(comment.id) ?? 0) };
    return toCommentView(visible, people, mentionsIn(comment.mentions));
  });
}
