import type { PostSnapshot } from '@townsquare/contracts';
import type { DeliveredEvent, Transaction } from '@townsquare/kit';
import { needsFollow } from '@townsquare/projections';
import type { Context } from '../context.js';
import { isLatestPost } from '../data/posts.js';
import { removeOtherMentions } from '../data/removals.js';
import { mentionDraft } from '../domain/drafts.js';
import type { Outcome, Steps } from '../live/live.js';
import { notify } from './notify.js';
import { askAboutStrangers, removeFromStrangers } from './remove-from-strangers.js';
import { askFollows, type Follows } from './who-may-see.js';

/** Brings the notifications about a post in line with its latest version: whom it mentions, and who may see it. */
export function applyPost(context: Context): Steps<PostSnapshot, Follows> {
  return {
    prepare: ({ data }) => ask(context, data),
    handle: (event, tx, asked) => apply(context, event, tx, asked),
  };
}

/** Asks which of the mentioned accounts, and of those that have notifications about the post, follow its author. */
async function ask(context: Context, post: PostSnapshot): Promise<Follows> {
  const mentioned = post.mentions.map(({ userId }) => userId);
  return new Map([...(await askFollows(context, post, mentioned)), ...(await askAboutStrangers(context, post))]);
}

async function apply(
  context: Context,
  event: DeliveredEvent<PostSnapshot>,
  tx: Transaction,
  asked: Follows,
): Promise<Outcome> {
  const { postId, authorId, isPrivate, mentions } = event.data;
  await context.posts.apply(event, tx);
  if (!(await isLatestPost(tx.manager, postId, event.aggregateversion))) return {};
  const author = (await context.people.known(tx, [authorId])).get(authorId);
  const mentioned = mentions.map(({ userId }) => userId);
  const removed = [
    ...(await removeOtherMentions(tx.manager, postId, { type: 'post', id: postId }, mentioned)),
    ...(needsFollow({ isPrivate, author }) ? await removeFromStrangers(context, tx, event.data, asked) : []),
  ];
  return { ...(await notify(context, tx, mentionDraft(event.data), mentioned, asked)), counted: removed };
}
