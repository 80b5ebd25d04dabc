import { announcements, type EventData } from '@townsquare/contracts';
import {
  type DeliveredEvent,
  defineSubscription,
  observeFreshness,
  type Subscription,
  type Transaction,
} from '@townsquare/kit';
import { goneAmong, lockAccounts, markPulled } from '../data/accounts.js';
import { addForRecipients, removeEntries } from '../data/timelines.js';

type Announced = DeliveredEvent<EventData<(typeof announcements)[number]>>;

/** Adds a post to the timelines of one batch of its author's followers. */
export function onPostAnnounced(): Subscription[] {
  return announcements.map((definition) => defineSubscription(definition, addToTimelines, { afterCommit: observe }));
}

async function addToTimelines({ data }: Announced, { manager }: Transaction): Promise<void> {
  const { postId, authorId, recipients } = data;
  const author = (await lockAccounts(manager, [authorId]))(authorId);
  if (author.deleted) return;
  if (data.pulled && !author.pulled) await markPulled(manager, authorId);
  if (recipients.length === 0) return;
  await addForRecipients(manager, { postId, authorId, createdAt: new Date(data.createdAt) }, recipients);
  // Read after the rows are written: either this finds the account deleted, or the account's purge finds these rows.
  await removeEntries(manager, await goneAmong(manager, recipients), authorId, postId);
}

/** Measures from the creation of the post, not from its announcement: a follower waits for the post. */
function observe({ data }: Announced): void {
  if (data.recipients.length > 0) observeFreshness('timeline', data.createdAt);
}
