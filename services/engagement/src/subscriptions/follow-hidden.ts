import { followHidden } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import { countFollow } from '../use-cases/count.js';

export function onFollowHidden(): Subscription {
  return defineSubscription(followHidden, ({ data }, tx) => countFollow(tx.manager, data, 0));
}
