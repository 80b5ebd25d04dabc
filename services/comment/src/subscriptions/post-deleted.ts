import { postDeleted } from '@townsquare/contracts';
import { defineSubscription, requestPurge, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { closeThread } from '../data/threads.js';

/**
 * Closes the thread and has its comments removed. A comment that is being written holds the thread: it is either there
 * when the purge looks, or finds the thread closed.
 */
export function onPostDeleted({ posts, purges }: Context): Subscription {
  return defineSubscription(
    postDeleted,
    async (event, tx) => {
      await posts.remove(event, tx);
      await closeThread(tx.manager, event.data.postId, event.data.authorId);
      await requestPurge(tx, 'post', event.data.postId, event.aggregateversion);
    },
    { afterCommit: () => purges.wake() },
  );
}
