import { postUpdated } from '@townsquare/contracts';
import type { Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { takingPost } from '../use-cases/apply-post.js';

/** Tells those who are mentioned in the post now; takes back what others were told of it and may not see any more. */
export function onPostUpdated(context: Context): Subscription {
  return takingPost(postUpdated, context);
}
