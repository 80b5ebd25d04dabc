import { postDeleted } from '@townsquare/contracts';
import { defineSubscription, requestPurge, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { closeThread } from '../data/threads.js';

/**
 * Closes the thread and requests the purge of its comments. A comment being written has locked the thread: either the purge
 * finds the comment, or the comment finds the thread closed.
 */
export function onPostDeleted({ posts }: Context): Subscription {
  return defineSubscription(postDeleted, async (event, tx) => {
    await posts.remove(event, tx);
    await closeThread(tx.manager, event.data.postId, event.data.authorId);
    await requestPurge(tx, 'post', event.data.postId, event.aggregateversion);
  });
}
