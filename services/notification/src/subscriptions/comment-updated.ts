import { commentUpdated } from '@townsquare/contracts';
import type { Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { defineLiveSubscription } from '../live/live.js';
import { applyComment } from '../use-cases/apply-comment.js';

/** Notifies the accounts that an edited comment mentions, and removes the notifications of those it no longer mentions. */
export function onCommentUpdated(context: Context): Subscription {
  return defineLiveSubscription(commentUpdated, context.live, applyComment(context));
}
