import { userFollowed } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import { countFollow } from '../use-cases/count.js';

export function onUserFollowed(): Subscription {
  return defineSubscription(userFollowed, ({ data }, tx) => countFollow(tx.manager, data, 1));
}
