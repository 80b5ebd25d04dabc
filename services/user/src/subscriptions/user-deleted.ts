import { userDeleted } from '@townsquare/contracts';
import { defineSubscription, requestPurge, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { markGone } from '../data/profile-store.js';

/** Takes the profile away at once, and leaves all that hangs on it to the purge. */
export function onUserDeleted({ profiles, wakePurge }: Context): Subscription {
  return defineSubscription(
    userDeleted,
    async ({ data, aggregateversion }, tx) => {
      await markGone(tx, data.userId);
      await requestPurge(tx, 'user', data.userId, aggregateversion);
    },
    {
      async afterCommit({ data }) {
        wakePurge();
        await profiles.forget(data.userId);
      },
    },
  );
}
