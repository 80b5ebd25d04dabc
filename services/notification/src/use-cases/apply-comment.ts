import type { CommentSnapshot } from '@townsquare/contracts';
import type { DeliveredEvent, Transaction } from '@townsquare/kit';
import type { Context } from '../context.js';
import { toldOfComment } from '../data/notifications.js';
import { isDeleted, takeCommentVersion } from '../data/posts.js';
import { removeOtherMentions } from '../data/removals.js';
import { commentAudience, commentDraft } from '../domain/drafts.js';
import type { Outcome, Steps } from '../live/live.js';
import { askForNotify, notify } from './notify.js';
import type { Follows } from './who-may-see.js';

/**
 * Brings the notifications about a comment in line with its latest version. The author who is replied to, the author of the
 * post and the accounts that it mentions are notified: each once, of the first of these kinds that they want.
 */
export function applyComment(context: Context): Steps<CommentSnapshot, Follows> {
  return {
    prepare: ({ data }) => askAboutComment(context, data),
    handle: (event, tx, asked) => apply(context, event, tx, asked),
  };
}

/** Asks which of the possible recipients follow the post's author. */
function askAboutComment(context: Context, comment: CommentSnapshot): Promise<Follows> {
  const { reply, comment: author } = commentAudience(comment);
  const recipients = [reply, author, ...comment.mentions.map(({ userId }) => userId)];
  return askForNotify(
    context,
    { kind: 'comment', actorId: comment.authorId, postId: comment.postId },
    recipients.filter((userId) => userId !== null),
  );
}

async function apply(
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
  // An edit never changes which comment it replies to; it may arrive before the creation.
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
