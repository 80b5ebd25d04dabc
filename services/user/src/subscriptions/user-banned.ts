import { userBanned } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { changeProfile } from '../data/profiles.js';
import { takeExpectedProfile } from '../use-cases/change-profile.js';

/** Updates the profile when an account is banned, or the ban ends. */
export function onUserBanned({ profiles }: Context): Subscription {
  return defineSubscription(
    userBanned,
    async ({ data, aggregateversion: statusVersion }, tx) => {
      const profile = await takeExpectedProfile(tx, data.userId);
      if (!profile || profile.statusVersion >= statusVersion) return;
      await changeProfile(tx, profile, { status: data.banned ? 'banned' : 'active' }, { statusVersion });
    },
    {
      prepare: ({ data }) => profiles.ensure([data.userId]),
      afterCommit: ({ data }) => profiles.forget(data.userId),
    },
  );
}
