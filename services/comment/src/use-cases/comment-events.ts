import type { CommentSnapshot } from '@townsquare/contracts';
import type { Comment } from '../data/entities.js';
import { type Thread, threadState } from '../domain/thread.js';

/** A comment as events carry it, with the discussion that it stands in and the comment that it answers. */
export function toSnapshot(comment: Comment, thread: Thread, parent: Comment | null): CommentSnapshot {
  return {
    commentId: comment.id,
    postId: comment.postId,
    postAuthorId: thread.postAuthorId,
    // Only a tombstone has no author, and events are about comments that are there.
    authorId: comment.userId!,
    parentCommentId: comment.parentCommentId,
    parentAuthorId: parent?.userId ?? null,
    content: comment.content,
    mentions: comment.mentions,
    createdAt: comment.createdAt.toISOString(),
    updatedAt: comment.updatedAt.toISOString(),
    thread: threadState(thread),
  };
}
