import { profileStatus, userDeactivated } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { setStatus } from '../use-cases/change-profile.js';

/** Updates the profile when an account is deactivated, or its owner comes back. */
export function onUserDeactivated({ profiles }: Context): Subscription {
  return defineSubscription(
    userDeactivated,
    ({ data: { userId, deactivated }, aggregateversion }, tx) =>
      setStatus(tx, userId, profileStatus({ banned: false, deactivated }), aggregateversion),
    {
      prepare: ({ data }) => profiles.ensure([data.userId]),
      afterCommit: ({ data }) => profiles.forget(data.userId),
    },
  );
}
