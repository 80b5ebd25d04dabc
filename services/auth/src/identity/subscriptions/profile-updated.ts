import { profileUpdated } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import { takeFullName } from '../data/accounts.js';

/** Copies the full name of the profile to the account. */
export function onProfileUpdated(): Subscription {
  return defineSubscription(profileUpdated, ({ data, aggregateversion }, tx) =>
    takeFullName(tx, data.userId, data.fullName, aggregateversion),
  );
}
