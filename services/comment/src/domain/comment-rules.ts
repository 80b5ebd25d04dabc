import { MAX_COMMENT_LENGTH } from '@townsquare/contracts';
import { writtenText } from '@townsquare/text';

/** The text of a comment, trimmed: 1 to `MAX_COMMENT_LENGTH` characters. */
export const CommentContent = writtenText().min(1, 'must not be empty').max(MAX_COMMENT_LENGTH);

interface Authored {
  /** Null for a tombstone. */
  authorId: string | null;
}

/** Only the author of a comment may change it. */
export function mayEdit(callerId: string, comment: Authored): boolean {
  return comment.authorId === callerId;
}

/** The author of a comment and the author of its post may delete it. */
export function mayDelete(callerId: string, comment: Authored, post: { authorId: string }): boolean {
  return comment.authorId === callerId || post.authorId === callerId;
}

/** Whether a comment under this post can be a reply to the comment. */
export function mayBeAnswered(comment: { postId: string; deletedAt: Date | null } | null, postId: string): boolean {
  return comment !== null && comment.deletedAt === null && comment.postId === postId;
}

/**
 * What becomes of a deleted comment: with replies it stays as a tombstone without author and text, so that the replies keep
 * their place; without replies its row is deleted.
 */
export function fateOf(comment: { replyCount: number }): 'tombstone' | 'deleted' {
  return comment.replyCount > 0 ? 'tombstone' : 'deleted';
}
