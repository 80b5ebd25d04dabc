import type { PostSnapshot, postCreated, postUpdated } from '@townsquare/contracts';
import type { DeliveredEvent, Subscription, Transaction } from '@townsquare/kit';
import { needsFollow } from '@townsquare/projections';
import type { Context } from '../context.js';
import { isLatestPost } from '../data/posts.js';
import { removeOtherMentions } from '../data/removals.js';
import { messages } from '../domain/messages.js';
import type { Outcome } from '../live/live.js';
import { notifying } from '../live/live-subscription.js';
import { notify } from './notify.js';
import { askOfStrangers, takeFromStrangers } from './take-from-strangers.js';
import { askFollows, type Follows } from './who-may-see.js';

/** What follows from a post's being as an event tells of it. */
export function takingPost(definition: typeof postCreated | typeof postUpdated, context: Context): Subscription {
  return notifying(definition, context.live, {
    prepare: ({ data }) => ask(context, data),
    handle: (event, tx, asked) => takePost(context, event, tx, asked),
  });
}

/** Who of those who are mentioned, or were told of the post, follows its author. */
async function ask(context: Context, post: PostSnapshot): Promise<Follows> {
  const mentioned = post.mentions.map(({ userId }) => userId);
  return new Map([...(await askFollows(context, post, mentioned)), ...(await askOfStrangers(context, post))]);
}

async function takePost(
  context: Context,
  event: DeliveredEvent<PostSnapshot>,
  tx: Transaction,
  asked: Follows,
): Promise<Outcome> {
  const { postId, authorId, isPrivate, content, mentions, updatedAt } = event.data;
  await context.posts.apply(event, tx);
  if (!(await isLatestPost(tx.manager, postId, event.aggregateversion))) return {};
  const author = (await context.people.known(tx, [authorId])).get(authorId);
  const mentioned = mentions.map(({ userId }) => userId);
  const removed = [
    ...(await removeOtherMentions(tx.manager, postId, { type: 'post', id: postId }, mentioned)),
    ...(needsFollow({ isPrivate, author }) ? await takeFromStrangers(context, tx, event.data, asked) : []),
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
  return { ...(await notify(context, tx, draft, mentioned, asked)), counted: removed };
}
