import { Id } from '@townsquare/contracts';
import { defineRoute, forbidden, notFound, type Route } from '@townsquare/kit';
import { findMentioned } from '@townsquare/projections';
import { extractUsernames } from '@townsquare/text';
import { z } from 'zod';
import type { Context } from '../context.js';
import { CommentContent, mayEdit } from '../domain/comment-rules.js';
import { requireComment, showComment } from '../reading/comment-views.js';
import { changeText } from '../use-cases/write-comment.js';
import { CommentView } from '../views/comment.js';

/** Changes the text of the caller's comment. */
export function editComment(context: Context): Route {
  const { database, people } = context;
  return defineRoute({
    method: 'patch',
    path: '/api/v1/comments/{commentId}',
    summary: 'Change the text of your comment',
    tag: 'comments',
    access: 'signedIn',
    params: z.object({ commentId: Id }),
    body: z.strictObject({ content: CommentContent }),
    answer: CommentView,
    errors: ['not_found', 'forbidden'],
    handle: async ({ params, body: { content }, caller }) => {
      const { comment } = await requireComment(context, caller.userId, params.commentId);
      if (comment.deletedAt !== null) throw notFound('comment');
      if (!mayEdit(caller.userId, comment)) throw forbidden('Only the author of a comment may change it.');
      const mentions = await findMentioned(context, caller.userId, extractUsernames(content), comment.mentions);
      const edited = await database.transaction(async (tx) => {
        await people.requireActive(tx, caller.userId);
        return changeText(tx, comment, content, mentions);
      });
      return showComment(context, caller.userId, edited);
    },
  });
}
