import { Id, type Mention } from '@townsquare/contracts';
import { defineRoute, forbidden, notFound, type Route, type Transaction } from '@townsquare/kit';
import { findMentioned, mentionsFor } from '@townsquare/projections';
import { extractUsernames } from '@townsquare/text';
import { z } from 'zod';
import type { Context } from '../context.js';
import { changeComment, findComment } from '../data/comments.js';
import type { Comment } from '../data/entities.js';
import { publishUpdated } from '../data/publish-updated.js';
import { lockThread } from '../data/threads.js';
import { CommentContent, mayEdit } from '../domain/comment-rules.js';
import { requireVisibleComment } from '../reading/visible-comments.js';
import { CommentView, toCommentView } from '../views/comment.js';

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
      const { content } = body;
      const mentions = await findMentioned(context, caller.userId, extractUsernames(content), comment.mentions);
      const edited = await database.transaction(async (tx) => {
        await people.requireActive(tx, caller.userId);
        return edit(tx, comment, content, mentions);
      });
      const mentionsIn = await mentionsFor(context, caller.userId, [edited]);
      return toCommentView(edited, author, mentionsIn(edited.mentions));
    },
  });
}

/** A text that is the same already changes nothing, and nobody is told. */
async function edit(tx: Transaction, { id, postId }: Comment, content: string, mentions: Mention[]): Promise<Comment> {
  const thread = await lockThread(tx.manager, postId);
  const comment = await findComment(tx.manager, id);
  if (!thread || thread.closed || !comment || comment.deletedAt !== null) throw notFound('comment');
  if (comment.content === content) return comment;
  const edited = await changeComment(tx.manager, comment, { content, mentions, updatedAt: new Date() });
  await publishUpdated(tx, thread, edited);
  return edited;
}
