import { userDeleted } from '@townsquare/contracts';
import { defineSubscription, requestPurge, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { lockAccounts, markDeleted } from '../data/accounts.js';

/** Hides the account at once. The purge removes its timeline, follows and posts, and reports when they are removed. */
export function onUserDeleted({ people }: Context): Subscription {
  return defineSubscription(userDeleted, async ({ data, aggregateversion }, tx) => {
    await lockAccounts(tx.manager, [data.userId]);
    await markDeleted(tx.manager, data.userId);
    await people.remove(tx, data.userId);
    await requestPurge(tx, 'user', data.userId, aggregateversion);
  });
}
