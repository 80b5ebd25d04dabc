import { userUnfollowed } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import { countFollow } from '../use-cases/count.js';

export function onUserUnfollowed(): Subscription {
  return defineSubscription(userUnfollowed, ({ data }, tx) => countFollow(tx.manager, data, -1));
}
