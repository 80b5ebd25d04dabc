import { commentCreated } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import { countComment } from '../use-cases/count.js';

export function onCommentCreated(): Subscription {
  return defineSubscription(commentCreated, ({ data }, tx) => countComment(tx.manager, data, 1));
}
