import { profileStatus, userBanned } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { setStatus } from '../use-cases/change-profile.js';

/** Updates the profile when an account is banned, or the ban ends. */
export function onUserBanned({ profiles }: Context): Subscription {
  return defineSubscription(
    userBanned,
    ({ data, aggregateversion }, tx) => setStatus(tx, data.userId, profileStatus(data), aggregateversion),
    {
      prepare: ({ data }) => profiles.ensure([data.userId]),
      afterCommit: ({ data }) => profiles.forget(data.userId),
    },
  );
}
