import { userDeleted } from '@townsquare/contracts';
import { defineSubscription, requestPurge, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { markGone } from '../data/profiles.js';

/** Empties the profile at once, and queues the deletion of all other data. */
export function onUserDeleted({ profiles }: Context): Subscription {
  return defineSubscription(
    userDeleted,
    async ({ data, aggregateversion }, tx) => {
      await markGone(tx, data.userId);
      await requestPurge(tx, 'user', data.userId, aggregateversion);
    },
    { afterCommit: ({ data }) => profiles.forget(data.userId) },
  );
}
