import { postDeleted } from '@townsquare/contracts';
import { defineSubscription, requestPurge, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';

/** Has everything removed that points at the post. */
export function onPostDeleted({ posts }: Context): Subscription {
  return defineSubscription(postDeleted, async (event, tx) => {
    await posts.remove(event, tx);
    await requestPurge(tx, 'post', event.data.postId, event.aggregateversion);
  });
}
