import type { CommentSnapshot } from '@townsquare/contracts';
import type { DeliveredEvent, Transaction } from '@townsquare/kit';
import type { Context } from '../context.js';
import { takeCommentVersion } from '../data/comment-versions.js';
import { isDeleted } from '../data/gone.js';
import { toldOfComment } from '../data/notifications.js';
import { removeOtherMentions } from '../data/removals.js';
import { commentAudience } from '../domain/comment-audience.js';
import { commentDraft } from '../domain/comment-news.js';
import type { Outcome } from '../live/live.js';
import { askForNotify, notify } from '../notifying/notify.js';
import type { Follows } from '../notifying/who-may-see.js';

/** Asks who of those whom a comment may be told to follows the post's author. */
export function askAboutComment(context: Context, comment: CommentSnapshot): Promise<Follows> {
  const { reply, comment: author } = commentAudience(comment);
  const recipients = [reply, author, ...comment.mentions.map(({ userId }) => userId)];
  return askForNotify(
    context,
    { kind: 'comment', actorId: comment.authorId, postId: comment.postId },
    recipients.filter((userId) => userId !== null),
  );
}

/**
 * What follows from a comment's being as it is now. Whoever is replied to is told of the reply, the post's author of the
 * comment, and whom it mentions of that: each once, of the first of these that they want to hear of.
 */
export async function takeComment(
  context: Context,
  { data, aggregateversion }: DeliveredEvent<CommentSnapshot>,
  tx: Transaction,
  asked: Follows,
): Promise<Outcome[]> {
  const { commentId, postId, totalOnly } = data;
  if (totalOnly) return [];
  if (await isDeleted(tx.manager, postId, commentId)) return [];
  const before = await takeCommentVersion(tx.manager, data, aggregateversion);
  if (before >= aggregateversion) return [];

  const outcomes: Outcome[] = [];
  // An edit changes nothing of whose comment it answers; it may be heard of first.
  if (before === 0) {
    const audience = commentAudience(data);
    for (const kind of ['reply', 'comment'] as const) {
      const recipient = audience[kind];
      if (recipient !== null) outcomes.push(await notify(context, tx, commentDraft(kind, data), [recipient], asked));
    }
  }
  const mentioned = data.mentions.map(({ userId }) => userId);
  const counted = await removeOtherMentions(tx.manager, postId, { type: 'comment', id: commentId }, mentioned);
  const told = await toldOfComment(tx.manager, data, mentioned);
  const others = mentioned.filter((userId) => !told.has(userId));
  outcomes.push({ ...(await notify(context, tx, commentDraft('mention', data), others, asked)), counted });
  return outcomes;
}
