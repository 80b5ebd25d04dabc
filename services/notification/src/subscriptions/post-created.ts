import { postCreated } from '@townsquare/contracts';
import type { Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { takingPost } from '../use-cases/apply-post.js';

/** Tells those who are mentioned in a new post. */
export function onPostCreated(context: Context): Subscription {
  return takingPost(postCreated, context);
}
