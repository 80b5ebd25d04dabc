import { userDeleted } from '@townsquare/contracts';
import { defineSubscription, requestPurge, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';

/** Forgets who the person was, and has all their reactions withdrawn. */
export function onUserDeleted({ people, purges }: Context): Subscription {
  return defineSubscription(
    userDeleted,
    async ({ data, aggregateversion }, tx) => {
      await people.remove(tx, data.userId);
      await requestPurge(tx, 'user', data.userId, aggregateversion);
    },
    { afterCommit: () => purges.wake() },
  );
}
