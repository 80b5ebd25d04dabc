import { userUpdated } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { changeProfile } from '../data/profiles.js';
import { takeExpectedProfile } from '../use-cases/change-profile.js';

/** Updates the profile with the account's new name. */
export function onUserUpdated({ profiles }: Context): Subscription {
  return defineSubscription(
    userUpdated,
    async ({ data, aggregateversion: usernameVersion }, tx) => {
      const profile = await takeExpectedProfile(tx, data.userId);
      if (!profile || profile.usernameVersion >= usernameVersion) return;
      await changeProfile(tx, profile, { username: data.username }, { usernameVersion });
    },
    {
      prepare: ({ data }) => profiles.ensure([data.userId]),
      afterCommit: ({ data }) => profiles.forget(data.userId),
    },
  );
}
