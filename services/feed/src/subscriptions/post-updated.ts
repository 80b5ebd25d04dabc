import { postUpdated } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import { lockAccounts } from '../data/accounts.js';
import { saveCopy } from '../data/post-copies.js';

/** Keeps the copy up to date. A post that turned private stays where it is: those who follow may see it. */
export function onPostUpdated(): Subscription {
  return defineSubscription(postUpdated, async ({ data, aggregateversion }, { manager }) => {
    const account = await lockAccounts(manager, [data.authorId]);
    if (!account(data.authorId).deleted) await saveCopy(manager, data, aggregateversion);
  });
}
