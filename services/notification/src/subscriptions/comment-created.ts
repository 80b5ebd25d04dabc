import { commentCreated } from '@townsquare/contracts';
import type { Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { defineLiveSubscription } from '../live/live.js';
import { applyComment } from '../use-cases/apply-comment.js';

/** Notifies the author who is replied to, the author of the post, and the accounts that a new comment mentions. */
export function onCommentCreated(context: Context): Subscription {
  return defineLiveSubscription(commentCreated, context.live, applyComment(context));
}
