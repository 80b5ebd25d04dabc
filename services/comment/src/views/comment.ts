import { type CommentSnapshot, Id, MentionView, PersonView, Timestamp } from '@townsquare/contracts';
import { type KnownPerson, toView } from '@townsquare/projections';
import { z } from 'zod';
import type { Comment } from '../data/entities.js';
import { type Thread, threadState } from '../domain/thread.js';

/** A comment as its reader sees it. A deleted comment that has replies keeps its place, without author and text. */
export const CommentView = z
  .object({
    id: Id,
    postId: Id,
    parentCommentId: Id.nullable(),
    author: z.union([PersonView, z.null()]),
    content: z.string().nullable(),
    mentions: z.array(MentionView),
    replyCount: z.int().nonnegative(),
    deleted: z.boolean(),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'Comment' });
export type CommentView = z.infer<typeof CommentView>;

/** The view of a comment. `people` has the authors who are known; `mentions` are those that the reader may see. */
export function toCommentView(
  comment: Comment,
  people: Map<string, KnownPerson>,
  mentions: MentionView[],
): CommentView {
  const author = people.get(comment.authorId ?? '');
  const deleted = comment.deletedAt !== null;
  return {
    id: comment.id,
    postId: comment.postId,
    parentCommentId: comment.parentCommentId,
    author: author ? toView(author) : null,
    content: deleted ? null : comment.content,
    mentions,
    replyCount: comment.replyCount,
    deleted,
    createdAt: comment.createdAt.toISOString(),
    updatedAt: comment.updatedAt.toISOString(),
  };
}

/** A comment as events carry it, with the state of its thread and the author of its parent. */
export function toSnapshot(comment: Comment, thread: Thread, parent: Comment | null): CommentSnapshot {
  return {
    commentId: comment.id,
    postId: comment.postId,
    postAuthorId: thread.postAuthorId,
    // Only a tombstone has no author, and no event carries a tombstone.
    authorId: comment.authorId!,
    parentCommentId: comment.parentCommentId,
    parentAuthorId: parent?.authorId ?? null,
    content: comment.content,
    mentions: comment.mentions,
    createdAt: comment.createdAt.toISOString(),
    updatedAt: comment.updatedAt.toISOString(),
    thread: threadState(thread),
  };
}
