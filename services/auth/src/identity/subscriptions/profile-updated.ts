import { profileUpdated } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import { takeFullName } from '../data/accounts.js';

/** Keeps the name that an account is shown with the one that its profile has. */
export function onProfileUpdated(): Subscription {
  return defineSubscription(profileUpdated, ({ data, aggregateversion }, tx) =>
    takeFullName(tx, data.userId, data.fullName, aggregateversion),
  );
}
