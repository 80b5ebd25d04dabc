import { postCreated } from '@townsquare/contracts';
import type { Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { defineLiveSubscription } from '../live/live.js';
import { applyPost } from '../use-cases/apply-post.js';

/** Notifies the accounts that a new post mentions. */
export function onPostCreated(context: Context): Subscription {
  return defineLiveSubscription(postCreated, context.live, applyPost(context));
}
