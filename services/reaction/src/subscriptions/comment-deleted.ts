import { commentDeleted } from '@townsquare/contracts';
import { defineSubscription, requestPurge, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { closeTotals } from '../data/totals.js';

/** Ends the reactions to a comment. */
export function onCommentDeleted({ comments, purges }: Context): Subscription {
  return defineSubscription(
    commentDeleted,
    async ({ data, aggregateversion }, tx) => {
      const { commentId, postId, authorId } = data;
      await comments.remove(data, tx);
      await closeTotals(tx.manager, { type: 'comment', id: commentId, postId, authorId });
      await requestPurge(tx, 'comment', commentId, aggregateversion);
    },
    { afterCommit: () => purges.wake() },
  );
}
