import { userDeleted } from '@townsquare/contracts';
import { defineSubscription, requestPurge, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';

/** Hides all that the account made at once, and has it deleted. */
export function onUserDeleted({ people, purger }: Context): Subscription {
  return defineSubscription(
    userDeleted,
    async ({ data, aggregateversion }, tx) => {
      await people.remove(tx, data.userId);
      await requestPurge(tx, 'user', data.userId, aggregateversion);
    },
    { afterCommit: () => purger.wake() },
  );
}
