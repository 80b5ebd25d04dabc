import { userDeleted } from '@townsquare/contracts';
import { defineSubscription, requestPurge, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';

/** Deletes what is known of the account, and requests the purge of its comments. */
export function onUserDeleted({ people }: Context): Subscription {
  return defineSubscription(userDeleted, async ({ data, aggregateversion }, tx) => {
    await people.remove(tx, data.userId);
    await requestPurge(tx, 'user', data.userId, aggregateversion);
  });
}
