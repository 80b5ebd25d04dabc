import { commentUpdated } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import { countComment } from '../use-cases/count.js';

export function onCommentUpdated(): Subscription {
  return defineSubscription(commentUpdated, ({ data }, tx) => countComment(tx.manager, data, 0));
}
