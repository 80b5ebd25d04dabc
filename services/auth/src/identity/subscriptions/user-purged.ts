import { userPurged } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import { noteAnswer } from '../data/deletions.js';

/** Records that a service has deleted the data of a deleted account. */
export function onUserPurged(): Subscription {
  return defineSubscription(userPurged, ({ data }, tx) => noteAnswer(tx, data.userId, data.service));
}
