import { commentUpdated, Id } from '@townsquare/contracts';
import { defineRoute, forbidden, notFound, type Route, type Transaction } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import type { Comment } from '../data/comment-entity.js';
import { changeContent, findComment } from '../data/comments.js';
import { lockThread } from '../data/threads.js';
import { CommentContent, mayEdit } from '../domain/comment-rules.js';
import { toSnapshot } from '../snapshot.js';
import { CommentView, toCommentView } from '../views.js';
import { requireVisibleComment } from '../visible-comments.js';

/** Changes the text of one's own comment. */
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
    handle: async ({ params, body, caller }) => {
      const { comment } = await requireVisibleComment(context, caller.userId, params.commentId);
      if (comment.deletedAt !== null) throw notFound('comment');
      if (!mayEdit(caller.userId, comment)) throw forbidden('Only who wrote a comment may change it.');
      const author = await people.find([caller.userId]);
      const edited = await database.transaction(async (tx) => {
        await people.requireActive(tx, caller.userId);
        return edit(tx, comment, body.content);
      });
      return toCommentView(edited, author);
    },
  });
}

/** A text that is the same already changes nothing, and nobody is told. */
async function edit(tx: Transaction, { id, postId }: Comment, content: string): Promise<Comment> {
  const thread = await lockThread(tx.manager, postId);
  const comment = await findComment(tx.manager, id);
  if (!thread || thread.closed || !comment || comment.deletedAt !== null) throw notFound('comment');
  if (comment.content === content) return comment;
  const edited = await changeContent(tx.manager, comment, content);
  const parent = edited.parentCommentId === null ? null : await findComment(tx.manager, edited.parentCommentId);
  tx.publish(commentUpdated, { id, version: edited.version }, toSnapshot(edited, thread, parent));
  return edited;
}
