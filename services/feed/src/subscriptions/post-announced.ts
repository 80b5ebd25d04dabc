import { postAnnounced } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import { lockAccounts, markPulled } from '../data/accounts.js';
import { excludedRecipients } from '../data/edges.js';
import { isPostDeleted } from '../data/post-copies.js';
import { addEntries, removeEntries } from '../data/timelines.js';

/** Puts a post into the timelines of one batch of its author's followers. */
export function onPostAnnounced(): Subscription {
  return defineSubscription(postAnnounced, async ({ data }, { manager }) => {
    const { postId, authorId, recipients } = data;
    const author = (await lockAccounts(manager, [authorId]))(authorId);
    if (author.deleted) return;
    if (data.pulled && !author.pulled) await markPulled(manager, authorId);
    if (recipients.length === 0 || (await isPostDeleted(manager, postId))) return;
    await addEntries(manager, recipients, { postId, authorId, createdAt: new Date(data.createdAt) });
    // Asked after the rows are there: an account that is purged meanwhile either is seen here, or sees these rows.
    const excluded = await excludedRecipients(manager, authorId, recipients);
    await removeEntries(manager, excluded, authorId, postId);
  });
}
