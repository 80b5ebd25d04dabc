import { postCreated } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { addAnnouncement } from '../data/announcements.js';

/** Queues the announcement of a post to its author's followers. They may see private posts too. */
export function onPostCreated({ wakeAnnouncer }: Context): Subscription {
  return defineSubscription(postCreated, ({ data }, tx) => addAnnouncement(tx.manager, data), {
    afterCommit: wakeAnnouncer,
  });
}
