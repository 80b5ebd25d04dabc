import { Id } from '@townsquare/contracts';
import { defineRoute, forbidden, notFound, type Route } from '@townsquare/kit';
import { requireVisiblePost } from '@townsquare/projections';
import { z } from 'zod';
import type { Context } from '../context.js';
import { findComment } from '../data/comments.js';
import type { Comment } from '../data/entities.js';
import { mayDelete } from '../domain/comment-rules.js';
import { visibleComments } from '../reading/visible-comments.js';
import { removeFromThread } from '../use-cases/remove-comment.js';

/** Deletes a comment: one's own, or any under one's own post. */
export function deleteComment(context: Context): Route {
  const { database } = context;
  return defineRoute({
    method: 'delete',
    path: '/api/v1/comments/{commentId}',
    summary: 'Delete your comment, or one under your post',
    description: 'A comment that has replies leaves its place in the thread, without author and text.',
    tag: 'comments',
    access: 'signedIn',
    params: z.object({ commentId: Id }),
    status: 204,
    errors: ['not_found', 'forbidden'],
    handle: async ({ params, caller }) => {
      const comment = await findComment(database.manager, params.commentId);
      if (!comment || comment.deletedAt !== null) throw notFound('comment');
      await requireMayDelete(context, caller.userId, comment);
      const isRemoved = await database.transaction((tx) => removeFromThread(tx, comment));
      if (!isRemoved) throw notFound('comment');
    },
  });
}

/** What is one's own can be deleted even where it can no longer be seen; the rest is not told about before. */
async function requireMayDelete(context: Context, callerId: string, comment: Comment): Promise<void> {
  if (comment.userId === callerId) return;
  const post = await requireVisiblePost(context.visibility, context.posts, callerId, comment.postId);
  if (mayDelete(callerId, comment, post)) return;
  const [visible] = await visibleComments(context, callerId, [comment]);
  if (!visible) throw notFound('comment');
  throw forbidden('A comment is deleted by who wrote it, or by the author of the post.');
}
