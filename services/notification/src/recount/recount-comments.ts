import type { CommentFacts } from '@townsquare/contracts';
import { END } from '@townsquare/kit';
import type { Exports, RecountPart } from '@townsquare/projections';
import type { Context } from '../context.js';
import { type Present, presentWhere } from '../data/recount.js';
import { commentAudience, commentDraft } from '../domain/drafts.js';
import type { Candidate } from '../domain/dueness.js';
import { compareNotifications, factsAbout } from './compare-notifications.js';

const KINDS = ['comment', 'reply', 'mention'] as const;

/** Compares the notifications of comments, replies and mentions in them with the comments. */
export function recountComments(context: Context, exports: Pick<Exports, 'comments'>): RecountPart {
  return {
    name: 'notifications of comments',
    async check(range) {
      const { items, next } = await exports.comments(range);
      const values = [range.after, range.through ?? next ?? END];
      const condition = 'target_id > ? AND target_id <= ?';
      const present = await presentWhere(context.database.manager, [...KINDS], 'comment', condition, values);
      const candidates = items.flatMap((comment) => [...candidatesOf(comment, present), ...mentionsOf(comment)]);
      const facts = await factsAbout(context, candidates, present);
      return { checked: items.length, found: compareNotifications(context, candidates, present, facts), next };
    },
  };
}

/** The recipient of a reply is unknown once the comment that it replies to is deleted. */
function candidatesOf(comment: CommentFacts, present: Present[]): Candidate[] {
  if (comment.parentCommentId !== null && comment.parentAuthorId === null) {
    return present
      .filter(({ targetId }) => targetId === comment.commentId)
      .filter(({ kind, userId }) => kind === 'reply' || (kind === 'comment' && userId === comment.postAuthorId))
      .map(({ kind, userId }) => toCandidate(comment, kind as (typeof KINDS)[number], userId, true));
  }
  const told = commentAudience(comment);
  return (['comment', 'reply'] as const).flatMap((kind) => {
    const recipientId = told[kind];
    return recipientId === null ? [] : [toCandidate(comment, kind, recipientId, false)];
  });
}

/** The recipients of a mention. It is uncertain for those who are notified of the comment itself, or once were. */
function mentionsOf(comment: CommentFacts): Candidate[] {
  const { reply, comment: author } = commentAudience(comment);
  const mentioned = new Set(comment.mentions.map(({ userId }) => userId));
  const isUnsure = comment.parentCommentId !== null && comment.parentAuthorId === null;
  return [...mentioned].map((userId) =>
    toCandidate(comment, 'mention', userId, isUnsure || userId === reply || userId === author),
  );
}

function toCandidate(
  comment: CommentFacts,
  kind: (typeof KINDS)[number],
  recipientId: string,
  uncertain: boolean,
): Candidate {
  return { recipientId, draft: commentDraft(kind, comment), uncertain };
}
