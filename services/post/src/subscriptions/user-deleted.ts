import { userDeleted } from '@townsquare/contracts';
import { defineSubscription, requestPurge, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';

/** Hides the account's posts at once, and queues the deletion of its data. */
export function onUserDeleted({ people }: Context): Subscription {
  return defineSubscription(userDeleted, async ({ data, aggregateversion }, tx) => {
    await people.remove(tx, data.userId);
    await requestPurge(tx, 'user', data.userId, aggregateversion);
  });
}
