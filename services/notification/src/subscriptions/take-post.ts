import type { PostSnapshot } from '@townsquare/contracts';
import type { DeliveredEvent, Transaction } from '@townsquare/kit';
import { needsFollow } from '@townsquare/projections';
import type { Context } from '../context.js';
import { isLatestPost } from '../data/posts.js';
import { removeOtherMentions } from '../data/removals.js';
import { messages } from '../domain/messages.js';
import type { Outcome } from '../live/live.js';
import { notify } from '../notifying/notify.js';
import { takeFromStrangers } from '../notifying/take-from-strangers.js';

/** What follows from a post's being as it is now. */
export async function takePost(
  context: Context,
  event: DeliveredEvent<PostSnapshot>,
  tx: Transaction,
): Promise<Outcome> {
  const { postId, authorId, isPrivate, content, mentions, updatedAt } = event.data;
  await context.posts.apply(event, tx);
  if (!(await isLatestPost(tx.manager, postId, event.aggregateversion))) return {};
  const author = (await context.people.find([authorId], tx.manager)).get(authorId);
  const mentioned = mentions.map(({ userId }) => userId);
  const removed = [
    ...(await removeOtherMentions(tx.manager, postId, { type: 'post', id: postId }, mentioned)),
    ...(needsFollow({ isPrivate, author }) ? await takeFromStrangers(context, tx, postId, authorId) : []),
  ];
  const draft = {
    kind: 'mention',
    actorId: authorId,
    targetType: 'post',
    targetId: postId,
    postId,
    createdAt: new Date(updatedAt),
    content: () => content,
    says: messages.mention('post'),
  } as const;
  return { ...(await notify(context, tx, draft, mentioned)), counted: removed };
}
