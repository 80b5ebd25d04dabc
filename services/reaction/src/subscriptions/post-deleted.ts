import { postDeleted } from '@townsquare/contracts';
import { defineSubscription, requestPurge, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { closeTotals } from '../data/totals.js';

/**
 * Closes the totals of a post, and requests the purge of its reactions. A reaction being written has locked the totals:
 * either the purge finds the reaction, or the reaction finds the totals closed. Each comment of the post has its own event.
 */
export function onPostDeleted({ posts }: Context): Subscription {
  return defineSubscription(postDeleted, async (event, tx) => {
    const { postId, authorId } = event.data;
    await posts.remove(event, tx);
    await closeTotals(tx.manager, { type: 'post', id: postId, postId, authorId });
    await requestPurge(tx, 'post', postId, event.aggregateversion);
  });
}
