import { commentCreated, commentUpdated, type Mention } from '@townsquare/contracts';
import { invalidField, notFound, type Transaction } from '@townsquare/kit';
import type { KnownPost } from '@townsquare/projections';
import { changeComment, findComment, insertComment, type NewComment } from '../data/comments.js';
import type { Comment } from '../data/entities.js';
import { lockThread, openThread, saveThread } from '../data/threads.js';
import { mayBeAnswered } from '../domain/comment-rules.js';
import { grown, type Thread } from '../domain/thread.js';
import { toSnapshot } from '../views/comment.js';

/**
 * Writes a comment or a reply. The thread is locked first, so that all its changes, its closing included, happen one after
 * another. Throws `not_found` when the post is deleted, and `invalid_request` when the parent cannot be answered.
 */
export async function addComment(tx: Transaction, post: KnownPost, given: NewComment): Promise<Comment> {
  const thread = await openThread(tx.manager, post.postId, post.authorId);
  if (thread.closed) throw notFound('post');
  const parent = given.parentCommentId === null ? null : await findComment(tx.manager, given.parentCommentId);
  if (given.parentCommentId !== null && !mayBeAnswered(parent, post.postId)) throw noSuchParent();
  const comment = await insertComment(tx.manager, given);
  const after = grown(thread);
  await saveThread(tx.manager, after);
  tx.publish(commentCreated, { id: comment.id, version: comment.version }, toSnapshot(comment, after, parent));
  return comment;
}

/** Why a reply is refused: its parent is missing, deleted, hidden from the author, or under another post. */
export function noSuchParent(): Error {
  return invalidField('parentCommentId', 'must be a comment under this post that is not deleted');
}

/** Changes the text of a comment. The same text changes nothing and publishes no event. */
export async function changeText(
  tx: Transaction,
  { id, postId }: Pick<Comment, 'id' | 'postId'>,
  content: string,
  mentions: Mention[],
): Promise<Comment> {
  const thread = await lockThread(tx.manager, postId);
  const comment = await findComment(tx.manager, id);
  if (!thread || thread.closed || !comment || comment.deletedAt !== null) throw notFound('comment');
  if (comment.content === content) return comment;
  const edited = await changeComment(tx.manager, comment, { content, mentions, updatedAt: new Date() });
  await publishUpdated(tx, thread, edited);
  return edited;
}

/** Publishes the current state of a comment. The transaction has locked its thread. */
export async function publishUpdated(
  tx: Transaction,
  thread: Thread,
  comment: Comment,
  about: { totalOnly?: true } = {},
): Promise<void> {
  const { id, parentCommentId, version } = comment;
  const parent = parentCommentId === null ? null : await findComment(tx.manager, parentCommentId);
  tx.publish(commentUpdated, { id, version }, { ...toSnapshot(comment, thread, parent), ...about });
}
