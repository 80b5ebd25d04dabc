import { postUpdated } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import { lockAccounts } from '../data/accounts.js';
import { saveCopy } from '../data/post-copies.js';

/** Updates the copy. A post that has turned private stays in the timelines: followers may see it. */
export function onPostUpdated(): Subscription {
  return defineSubscription(postUpdated, async ({ data, aggregateversion }, { manager }) => {
    const account = await lockAccounts(manager, [data.authorId]);
    if (!account(data.authorId).deleted) await saveCopy(manager, data, aggregateversion);
  });
}
