import { commentDeleted } from '@townsquare/contracts';
import { defineSubscription, requestPurge, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { closeTotals } from '../data/totals.js';

/** Closes the totals of a comment, and requests the purge of its reactions. */
export function onCommentDeleted({ comments }: Context): Subscription {
  return defineSubscription(commentDeleted, async ({ data, aggregateversion }, tx) => {
    const { commentId, postId, authorId } = data;
    await comments.remove(data, tx);
    await closeTotals(tx.manager, { type: 'comment', id: commentId, postId, authorId });
    await requestPurge(tx, 'comment', commentId, aggregateversion);
  });
}
