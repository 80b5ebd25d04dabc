import { Id } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { findMentioned, mentionsFor, requireVisiblePost } from '@townsquare/projections';
import { extractUsernames } from '@townsquare/text';
import { z } from 'zod';
import type { Context } from '../context.js';
import { CommentContent } from '../domain/comment-rules.js';
import { requireAnswerable } from '../reading/comment-views.js';
import { addComment } from '../use-cases/write-comment.js';
import { CommentView, toCommentView } from '../views/comment.js';

/** Writes a comment under a post, or a reply to a comment. */
export function createComment(context: Context): Route {
  const { database, people, posts, visibility } = context;
  return defineRoute({
    method: 'post',
    path: '/api/v1/posts/{postId}/comments',
    summary: 'Comment on a post, or reply to one of its comments',
    tag: 'comments',
    access: 'signedIn',
    params: z.object({ postId: Id }),
    body: z.strictObject({ content: CommentContent, parentCommentId: Id.optional() }),
    status: 201,
    answer: CommentView,
    errors: ['not_found', 'forbidden'],
    creates: true,
    handle: async ({ params, body, caller, once }) => {
      const { userId } = caller;
      const { content, parentCommentId = null } = body;
      const post = await requireVisiblePost(visibility, posts, userId, params.postId);
      if (parentCommentId !== null) await requireAnswerable(context, userId, post.postId, parentCommentId);
      const author = await people.find([userId]);
      const mentions = await findMentioned(context, userId, extractUsernames(content));
      const mentionsIn = await mentionsFor(context, userId, [{ mentions }]);
      const given = { postId: post.postId, authorId: userId, parentCommentId, content, mentions };
      return once(database, async (tx) => {
        await people.requireActive(tx, userId);
        return toCommentView(await addComment(tx, post, given), author, mentionsIn(mentions));
      });
    },
  });
}
