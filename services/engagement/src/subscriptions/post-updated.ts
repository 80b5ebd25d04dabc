import { postUpdated } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { countPost } from '../data/count-post.js';

export function onPostUpdated({ posts }: Context): Subscription {
  return defineSubscription(postUpdated, (event, tx) => countPost(posts, event, tx));
}
