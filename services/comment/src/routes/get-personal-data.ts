import { personalDataRoute, personalList, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { listWritten } from '../data/comments.js';
import type { Comment } from '../data/entities.js';

/** The personal data of an account in this service: its comments. Comments by others under its posts are not. */
export function getPersonalData({ database: { manager } }: Context): Route {
  return personalDataRoute('comment', ['auth'], {
    comments: personalList(
      'personal comments',
      (userId, after, limit) => listWritten(manager, userId, after, limit),
      toPersonalComment,
    ),
  });
}

function toPersonalComment(comment: Comment): object {
  const { id: commentId, postId, parentCommentId, content, mentions, createdAt, updatedAt } = comment;
  return { commentId, postId, parentCommentId, content, mentions, createdAt, updatedAt };
}
