import { MAX_COMMENT_LENGTH } from '@townsquare/contracts';
import { writtenText } from '@townsquare/text';

/** The text of a comment: something of it is to be seen, and it is not too long. */
export const CommentContent = writtenText().min(1, 'must not be empty').max(MAX_COMMENT_LENGTH);

interface Authored {
  userId: string | null;
}

/** Only who wrote a comment may change it. */
export function mayEdit(callerId: string, comment: Authored): boolean {
  return comment.userId === callerId;
}

/** A comment is deleted by who wrote it, or by the author of the post that it stands under. */
export function mayDelete(callerId: string, comment: Authored, post: { authorId: string }): boolean {
  return comment.userId === callerId || post.authorId === callerId;
}

/** Whether a comment can be answered by a comment under this post. */
export function mayBeAnswered(comment: { postId: string; deletedAt: Date | null } | null, postId: string): boolean {
  return comment !== null && comment.deletedAt === null && comment.postId === postId;
}

/**
 * What becomes of a deleted comment: one that has replies stays as a tombstone without author and text, so that they
 * keep their place; any other vanishes.
 */
export function fateOf(comment: { replyCount: number }): 'tombstone' | 'gone' {
  return comment.replyCount > 0 ? 'tombstone' : 'gone';
}
