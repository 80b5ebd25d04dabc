import { postDeleted } from '@townsquare/contracts';
import { defineSubscription, requestPurge, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { closeTotals } from '../data/totals.js';

/**
 * Ends the reactions to a post. A reaction that is under way holds the totals: it is either there when the purge looks,
 * or finds them closed. Those to the post's comments end with the comments.
 */
export function onPostDeleted({ posts, purges }: Context): Subscription {
  return defineSubscription(
    postDeleted,
    async (event, tx) => {
      const { postId, authorId } = event.data;
      await posts.remove(event, tx);
      await closeTotals(tx.manager, { type: 'post', id: postId, postId, authorId });
      await requestPurge(tx, 'post', postId, event.aggregateversion);
    },
    { afterCommit: () => purges.wake() },
  );
}
