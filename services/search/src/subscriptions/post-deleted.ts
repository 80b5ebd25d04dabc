import { postDeleted } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { removePost } from '../use-cases/index-post.js';

export function onPostDeleted({ writer, hashtagIndexer }: Context): Subscription {
  return defineSubscription(
    postDeleted,
    ({ data, aggregateversion }, tx) => removePost(writer, { postId: data.postId, version: aggregateversion }, tx),
    { afterCommit: () => hashtagIndexer.wake() },
  );
}
