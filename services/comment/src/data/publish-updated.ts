import { commentUpdated } from '@townsquare/contracts';
import type { Transaction } from '@townsquare/kit';
import type { Thread } from '../domain/thread.js';
import { toSnapshot } from '../use-cases/comment-events.js';
import { findComment } from './comments.js';
import type { Comment } from './entities.js';

/** Says how a comment is now. `thread` is its discussion, which the transaction has locked. */
export async function publishUpdated(tx: Transaction, thread: Thread, comment: Comment): Promise<void> {
  const { id, parentCommentId, version } = comment;
  const parent = parentCommentId === null ? null : await findComment(tx.manager, parentCommentId);
  tx.publish(commentUpdated, { id, version }, toSnapshot(comment, thread, parent));
}
