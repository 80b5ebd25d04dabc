import { userPurged } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import { noteAnswer } from '../data/deletions.js';

/** A service has removed what it held of a deleted account. */
export function onUserPurged(): Subscription {
  return defineSubscription(userPurged, ({ data }, tx) => noteAnswer(tx, data.userId, data.service));
}
