import { userRegistered } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import { createProfile } from '../data/profiles.js';

/** Creates the profile of a new account, unless a request has created it before. */
export function onUserRegistered(): Subscription {
  return defineSubscription(userRegistered, ({ data, aggregateversion }, tx) =>
    createProfile(tx, data, aggregateversion),
  );
}
