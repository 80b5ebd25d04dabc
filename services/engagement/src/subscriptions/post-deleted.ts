import { postDeleted } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { uncountPost } from '../use-cases/count.js';

export function onPostDeleted({ posts }: Context): Subscription {
  return defineSubscription(postDeleted, async (event, tx) => {
    await posts.remove(event, tx);
    await uncountPost(tx.manager, event.data.postId, event.data.authorId);
  });
}
