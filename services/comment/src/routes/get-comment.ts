import { Id } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { mentionsFor } from '@townsquare/projections';
import { z } from 'zod';
import type { Context } from '../context.js';
import { authorsOf } from '../reading/thread-page.js';
import { requireVisibleComment } from '../reading/visible-comments.js';
import { CommentView, toCommentView } from '../views/comment.js';

/** One comment, for who may see its post. */
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
      const { comment } = await requireVisibleComment(context, readerId, params.commentId);
      const [people, mentionsIn] = await Promise.all([
        context.people.find(authorsOf([comment])),
        mentionsFor(context, readerId, [comment]),
      ]);
      return toCommentView(comment, people, mentionsIn(comment.mentions));
    },
  });
}
