import { Id } from '@townsquare/contracts';
import { defineRoute, notFound, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { findComment } from '../data/comments.js';
import { requireMayDelete } from '../reading/comment-views.js';
import { removeFromThread } from '../use-cases/remove-comment.js';

/** Deletes a comment of the caller's, or one under a post of the caller's. */
export function deleteComment(context: Context): Route {
  const { database } = context;
  return defineRoute({
    method: 'delete',
    path: '/api/v1/comments/{commentId}',
    summary: 'Delete your comment, or one under your post',
    description: 'A comment that has replies keeps its place in the thread, without author and text.',
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
