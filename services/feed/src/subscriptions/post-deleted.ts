import { postDeleted } from '@townsquare/contracts';
import { defineSubscription, requestPurge, type Subscription } from '@townsquare/kit';
import { lockAccounts } from '../data/accounts.js';
import { markPostDeleted } from '../data/post-copies.js';

/** Hides the post at once. The purge removes it from the timelines. */
export function onPostDeleted(): Subscription {
  return defineSubscription(postDeleted, async ({ data, aggregateversion }, tx) => {
    const account = await lockAccounts(tx.manager, [data.authorId]);
    if (account(data.authorId).deleted) return;
    await markPostDeleted(tx.manager, data.postId, data.authorId);
    await requestPurge(tx, 'post', data.postId, aggregateversion);
  });
}
