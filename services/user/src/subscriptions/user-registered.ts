import { userRegistered } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import { createProfile } from '../data/profile-store.js';

/** Makes the profile of a new account. Somebody may have asked for it before: then it is there. */
export function onUserRegistered(): Subscription {
  return defineSubscription(userRegistered, ({ data, aggregateversion }, tx) =>
    createProfile(tx, data, aggregateversion),
  );
}
