import { userBlocked } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import { endBlockedFollow } from '../data/graph.js';

/** Makes sure of what a block does to the other's follow, in case the request was cut off before it came to that. */
export function onUserBlocked(): Subscription {
  return defineSubscription(userBlocked, ({ data }, tx) => endBlockedFollow(tx, data.blockerId, data.blockedId));
}
