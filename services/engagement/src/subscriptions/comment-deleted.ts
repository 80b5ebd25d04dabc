import { commentDeleted } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import { countComment } from '../use-cases/count.js';

export function onCommentDeleted(): Subscription {
  return defineSubscription(commentDeleted, ({ data }, tx) => countComment(tx.manager, data, -1));
}
