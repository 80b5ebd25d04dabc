import { userDeleted } from '@townsquare/contracts';
import { defineSubscription, requestPurge, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';

/** Ends the account's connections, and has removed what it was told and what others were told of it. */
export function onUserDeleted({ people, live }: Context): Subscription {
  return defineSubscription(
    userDeleted,
    async ({ data, aggregateversion }, tx) => {
      await people.remove(tx, data.userId);
      await requestPurge(tx, 'user', data.userId, aggregateversion);
    },
    {
      afterCommit: ({ data }) => live.disconnect(data.userId),
    },
  );
}
