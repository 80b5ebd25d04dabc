import { Id } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { requireComment, showComment } from '../reading/comment-views.js';
import { CommentView } from '../views/comment.js';

/** One comment, for readers who may see it. */
export function getComment(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/comments/{commentId}',
    summary: 'A comment',
    tag: 'comments',
    access: 'optional',
    params: z.object({ commentId: Id }),
    answer: CommentView,
    errors: ['not_found'],
    handle: async ({ params, caller }) => {
      const readerId = caller?.userId ?? null;
      const { comment } = await requireComment(context, readerId, params.commentId);
      return showComment(context, readerId, comment);
    },
  });
}
