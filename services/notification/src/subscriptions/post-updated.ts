import { postUpdated } from '@townsquare/contracts';
import type { Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { defineLiveSubscription } from '../live/live.js';
import { applyPost } from '../use-cases/apply-post.js';

/** Notifies the accounts that the post mentions now, and removes the notifications of readers who may no longer see it. */
export function onPostUpdated(context: Context): Subscription {
  return defineLiveSubscription(postUpdated, context.live, applyPost(context));
}
