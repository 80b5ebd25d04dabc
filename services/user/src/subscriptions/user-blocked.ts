import { userBlocked } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import { endBlockedFollow } from '../use-cases/change-graph.js';

/** Ends the blocked person's follow, in case the request crashed before it could. */
export function onUserBlocked(): Subscription {
  return defineSubscription(userBlocked, ({ data }, tx) => endBlockedFollow(tx, data.blockerId, data.blockedId));
}
