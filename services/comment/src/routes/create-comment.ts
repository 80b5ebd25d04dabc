import { commentCreated, Id } from '@townsquare/contracts';
import { defineRoute, invalidField, notFound, type Route, type Transaction } from '@townsquare/kit';
import { findMentioned, type KnownPost, mentionsFor, requireVisiblePost } from '@townsquare/projections';
import { extractUsernames } from '@townsquare/text';
import { z } from 'zod';
import type { Context } from '../context.js';
import { findComment, insertComment, type NewComment } from '../data/comments.js';
import type { Comment } from '../data/entities.js';
import { openThread, saveThread } from '../data/threads.js';
import { CommentContent, mayBeAnswered } from '../domain/comment-rules.js';
import { grown, type Thread } from '../domain/thread.js';
import { visibleComments } from '../reading/visible-comments.js';
import { toSnapshot } from '../use-cases/comment-events.js';
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
      const post = await requireVisiblePost(visibility, posts, caller.userId, params.postId);
      const parentCommentId = body.parentCommentId ?? null;
      if (parentCommentId !== null) await requireVisibleParent(context, caller.userId, post, parentCommentId);
      const author = await people.find([caller.userId]);
      const { content } = body;
      const mentions = await findMentioned(context, caller.userId, extractUsernames(content));
      const mentionsIn = await mentionsFor(context, caller.userId, [{ mentions }]);
      const given = { postId: post.postId, userId: caller.userId, parentCommentId, content, mentions };
      return once(database, async (tx) => {
        await people.requireActive(tx, caller.userId);
        return toCommentView(await write(tx, post, given), author, mentionsIn(mentions));
      });
    },
  });
}

/** The thread is locked first: everything that changes it, its closing included, waits in one line. */
async function write(tx: Transaction, post: KnownPost, given: NewComment): Promise<Comment> {
  const thread = await openThread(tx.manager, post.postId, post.authorId);
  if (thread.closed) throw notFound('post');
  const parent = given.parentCommentId === null ? null : await findComment(tx.manager, given.parentCommentId);
  if (given.parentCommentId !== null && !mayBeAnswered(parent, post.postId)) throw noSuchParent();
  const comment = await insertComment(tx.manager, given);
  const after: Thread = grown(thread);
  await saveThread(tx.manager, after);
  tx.publish(commentCreated, { id: comment.id, version: comment.version }, toSnapshot(comment, after, parent));
  return comment;
}

async function requireVisibleParent(
  context: Context,
  callerId: string,
  post: KnownPost,
  parentCommentId: string,
): Promise<void> {
  const found = await findComment(context.database.manager, parentCommentId);
  const [parent] = found ? await visibleComments(context, callerId, [found]) : [];
  if (!mayBeAnswered(parent ?? null, post.postId)) throw noSuchParent();
}

function noSuchParent(): Error {
  return invalidField('parentCommentId', 'must be a comment under this post that is not deleted');
}
