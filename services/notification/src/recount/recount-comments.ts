import type { CommentFacts } from '@townsquare/contracts';
import { END } from '@townsquare/kit';
import type { Exports, RecountPart } from '@townsquare/projections';
import type { Context } from '../context.js';
import { type Present, presentWhere } from '../data/recount.js';
import { commentAudience } from '../domain/comment-audience.js';
import type { Candidate } from '../domain/dueness.js';
import { messages } from '../domain/messages.js';
import { compareNotifications, factsAbout } from './compare-notifications.js';

/** The news of comments and replies, held against the comments. */
export function recountComments(context: Context, exports: Pick<Exports, 'comments'>): RecountPart {
  return {
    name: 'notifications of comments',
    async check(range) {
      const { items, next } = await exports.comments(range);
      const values = [range.after, range.through ?? next ?? END];
      const condition = 'target_id > ? AND target_id <= ?';
      const kinds: Candidate['draft']['kind'][] = ['comment', 'reply'];
      const present = await presentWhere(context.database.manager, kinds, 'comment', condition, values);
      const candidates = items.flatMap((comment) => candidatesOf(comment, present));
      const facts = await factsAbout(context, candidates, present);
      return { checked: items.length, found: compareNotifications(context, candidates, present, facts), next };
    },
  };
}

/** Of a reply to a comment that is deleted by now, nobody can tell any more whom it answered. */
function candidatesOf(comment: CommentFacts, present: Present[]): Candidate[] {
  if (comment.parentCommentId !== null && comment.parentAuthorId === null) {
    return present
      .filter(({ targetId }) => targetId === comment.commentId)
      .filter(({ kind, userId }) => kind === 'reply' || userId === comment.postAuthorId)
      .map(({ kind, userId }) => toCandidate(comment, kind as 'comment' | 'reply', userId, true));
  }
  const told = commentAudience(comment);
  return (['comment', 'reply'] as const).flatMap((kind) => {
    const recipientId = told[kind];
    return recipientId === null ? [] : [toCandidate(comment, kind, recipientId, false)];
  });
}

function toCandidate(
  { commentId, postId, authorId, createdAt }: CommentFacts,
  kind: 'comment' | 'reply',
  recipientId: string,
  uncertain: boolean,
): Candidate {
  const target = { actorId: authorId, targetType: 'comment', targetId: commentId, postId } as const;
  const draft = { kind, ...target, createdAt: new Date(createdAt), says: messages[kind]() };
  return { recipientId, draft, uncertain };
}
