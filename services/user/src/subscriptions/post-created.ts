import { postCreated } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { addAnnouncement } from '../data/announcements.js';

/** Begins to announce a post to its author's followers: private ones too, as it is they who may see it. */
export function onPostCreated({ wakeAnnouncer }: Context): Subscription {
  return defineSubscription(postCreated, ({ data }, tx) => addAnnouncement(tx.manager, data), {
    afterCommit: wakeAnnouncer,
  });
}
