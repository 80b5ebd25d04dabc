import { announcements } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import { goneAmong, lockAccounts, markPulled } from '../data/accounts.js';
import { isPostDeleted } from '../data/post-copies.js';
import { addForRecipients, removeEntries } from '../data/timelines.js';

/** Puts a post into the timelines of one batch of its author's followers. */
export function onPostAnnounced(): Subscription[] {
  return announcements.map((definition) =>
    defineSubscription(definition, async ({ data }, { manager }) => {
      const { postId, authorId, recipients } = data;
      const author = (await lockAccounts(manager, [authorId]))(authorId);
      if (author.deleted) return;
      if (data.pulled && !author.pulled) await markPulled(manager, authorId);
      if (recipients.length === 0 || (await isPostDeleted(manager, postId))) return;
      await addForRecipients(manager, { postId, authorId, createdAt: new Date(data.createdAt) }, recipients);
      // Asked after the rows are there: an account that is purged meanwhile either is seen here, or sees these rows.
      await removeEntries(manager, await goneAmong(manager, recipients), authorId, postId);
    }),
  );
}
