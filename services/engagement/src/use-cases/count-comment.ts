import type { CommentSnapshot } from '@townsquare/contracts';
import type { EntityManager } from 'typeorm';
import { changePost } from '../data/post-counters.js';
import { addToPostHour, addToUserDay } from '../data/rollups.js';
import { addToUsers } from '../data/user-counters.js';
import { withThread } from '../domain/post-state.js';

type Comment = Pick<CommentSnapshot, 'postId' | 'postAuthorId' | 'authorId' | 'createdAt' | 'thread'>;

/** Counts a comment that came (1), went (-1) or was edited (0): for its post, its author, and the post's author. */
export async function countComment(manager: EntityManager, comment: Comment, change: 1 | -1 | 0): Promise<void> {
  const { postId, postAuthorId, authorId, thread } = comment;
  const { after, authorDelta } = await changePost(manager, postId, postAuthorId, withThread(thread));
  const written = change === 0 ? {} : { comments: change };
  await addToUsers(
    manager,
    authorId === postAuthorId
      ? [[authorId, { ...authorDelta, ...written }]]
      : [
          [postAuthorId, authorDelta],
          [authorId, written],
        ],
  );
  if (after.deleted) return;
  // Under the time of the comment, so that one that is deleted leaves the hour to which it had come.
  const at = new Date(comment.createdAt);
  await addToPostHour(manager, postId, at, { comments: change });
  await addToUserDay(manager, postAuthorId, at, { comments: change });
}
