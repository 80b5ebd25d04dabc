import { postDeleted } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { removePost } from '../use-cases/index-post.js';

/** Removes a post from the index for good. A rebuild that begins meanwhile does not find it at its owner. */
export function onPostDeleted({ writer, hashtagIndexer }: Context): Subscription {
  return defineSubscription(
    postDeleted,
    ({ data, aggregateversion }, { manager }) => removePost(manager, data.postId, aggregateversion),
    {
      prepare: ({ data }) => writer.markDeleted('posts', data.postId),
      afterCommit: () => hashtagIndexer.wake(),
    },
  );
}
