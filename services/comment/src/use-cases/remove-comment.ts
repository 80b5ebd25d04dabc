import { commentDeleted } from '@townsquare/contracts';
import type { Transaction } from '@townsquare/kit';
import { deleteUpwards, findComment, leaveTombstone } from '../data/comments.js';
import type { Comment } from '../data/entities.js';
import { lockThread, saveThread } from '../data/threads.js';
import { fateOf } from '../domain/comment-rules.js';
import { type Thread, threadState, without } from '../domain/thread.js';

/** Removes a comment from its thread; returns false when it is deleted already. */
export async function removeFromThread(
  tx: Transaction,
  { id, postId }: Pick<Comment, 'id' | 'postId'>,
): Promise<boolean> {
  const thread = await lockThread(tx.manager, postId);
  const comment = await findComment(tx.manager, id);
  if (!thread || !comment || comment.deletedAt !== null) return false;
  await saveThread(tx.manager, await removeComment(tx, thread, comment));
  return true;
}

/** Removes a comment that moderators have removed, unless it is deleted already. */
export async function removeById(tx: Transaction, id: string): Promise<void> {
  const comment = await findComment(tx.manager, id);
  if (comment) await removeFromThread(tx, comment);
}

/** Removes a comment that is not deleted from a locked thread; returns the changed thread, which the caller saves. */
export async function removeComment(tx: Transaction, thread: Thread, comment: Comment): Promise<Thread> {
  if (fateOf(comment) === 'tombstone') await leaveTombstone(tx.manager, comment);
  else await deleteUpwards(tx.manager, comment);
  const after = without(thread, comment);
  publishDeleted(tx, after, comment);
  return after;
}

/** Publishes that a comment is deleted. `thread` is the thread after the deletion. */
export function publishDeleted(tx: Transaction, thread: Thread, comment: Comment): void {
  tx.publish(
    commentDeleted,
    { id: comment.id, version: comment.version + 1 },
    {
      commentId: comment.id,
      postId: comment.postId,
      postAuthorId: thread.postAuthorId,
      // Only a tombstone has no author, and a tombstone is not deleted again.
      authorId: comment.authorId!,
      parentCommentId: comment.parentCommentId,
      createdAt: comment.createdAt.toISOString(),
      thread: threadState(thread),
    },
  );
}
