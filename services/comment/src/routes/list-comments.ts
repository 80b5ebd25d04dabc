import { Id, PageQuery, page } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { requireVisiblePost } from '@townsquare/projections';
import { z } from 'zod';
import type { Context } from '../context.js';
import { threadPage } from '../reading/comment-views.js';
import { CommentView } from '../views/comment.js';

/** The comments directly under a post, oldest first. */
export function listComments(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/posts/{postId}/comments',
    summary: "A post's comments, oldest first",
    description: 'Replies are listed under their parent comment.',
    tag: 'comments',
    access: 'optional',
    params: z.object({ postId: Id }),
    query: PageQuery,
    answer: page(CommentView),
    errors: ['not_found', 'invalid_cursor'],
    handle: async ({ params, query, caller }) => {
      const readerId = caller?.userId ?? null;
      const { postId } = await requireVisiblePost(context.visibility, context.posts, readerId, params.postId);
      return threadPage(context, readerId, { postId, parentCommentId: null }, query);
    },
  });
}
