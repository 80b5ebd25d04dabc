import { Id, MentionView, PersonView, Timestamp } from '@townsquare/contracts';
import { type KnownPerson, toView } from '@townsquare/projections';
import { z } from 'zod';
import type { Comment } from '../data/entities.js';

/** A comment as its reader sees it. Of a deleted one that has replies only the place is left. */
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

/** Shows a comment; `people` are those who are known among the authors, `mentions` those that the reader is shown. */
export function toCommentView(
  comment: Comment,
  people: Map<string, KnownPerson>,
  mentions: MentionView[],
): CommentView {
  const author = people.get(comment.userId ?? '');
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
