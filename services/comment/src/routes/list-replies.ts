import { Id, PageQuery, page } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { requireComment, threadPage } from '../reading/comment-views.js';
import { CommentView } from '../views/comment.js';

/** The direct replies to a comment, oldest first. */
export function listReplies(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/comments/{commentId}/replies',
    summary: 'The direct replies to a comment, oldest first',
    tag: 'comments',
    access: 'optional',
    params: z.object({ commentId: Id }),
    query: PageQuery,
    answer: page(CommentView),
    errors: ['not_found', 'invalid_cursor'],
    handle: async ({ params, query, caller }) => {
      const readerId = caller?.userId ?? null;
      const { comment } = await requireComment(context, readerId, params.commentId);
      return threadPage(context, readerId, { postId: comment.postId, parentCommentId: comment.id }, query);
    },
  });
}
