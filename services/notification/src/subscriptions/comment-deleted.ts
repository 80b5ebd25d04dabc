import { commentDeleted } from '@townsquare/contracts';
import { defineSubscription, requestPurge, type Subscription } from '@townsquare/kit';
import { markCommentDeleted } from '../data/posts.js';

/** Has everything removed that points at the comment. */
export function onCommentDeleted(): Subscription {
  return defineSubscription(commentDeleted, async ({ data, aggregateversion }, tx) => {
    await markCommentDeleted(tx.manager, data.commentId, data.postId);
    await requestPurge(tx, 'comment', data.commentId, aggregateversion);
  });
}
