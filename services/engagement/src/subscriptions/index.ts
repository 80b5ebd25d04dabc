import { measureFreshness, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { onCommentCreated } from './comment-created.js';
import { onCommentDeleted } from './comment-deleted.js';
import { onCommentUpdated } from './comment-updated.js';
import { onFollowHidden } from './follow-hidden.js';
import { onPostCreated } from './post-created.js';
import { onPostDeleted } from './post-deleted.js';
import { onPostUpdated } from './post-updated.js';
import { onProfileUpdated } from './profile-updated.js';
import { onReactionChanged } from './reaction-changed.js';
import { onUserDeleted } from './user-deleted.js';
import { onUserFollowed } from './user-followed.js';
import { onUserUnfollowed } from './user-unfollowed.js';

export function createSubscriptions(context: Context): Subscription[] {
  const counting = [
    onUserFollowed(),
    onUserUnfollowed(),
    onFollowHidden(),
    onPostCreated(context),
    onPostUpdated(context),
    onPostDeleted(context),
    onCommentCreated(),
    onCommentUpdated(),
    onCommentDeleted(),
    onReactionChanged(),
  ];
  return [
    onProfileUpdated(context),
    onUserDeleted(context),
    ...counting.map((subscription) => measureFreshness('counters', subscription)),
    ...context.blocks.subscriptions(),
    ...context.mutes.subscriptions(),
  ];
}
