import type { Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { onCommentCreated } from './comment-created.js';
import { onCommentDeleted } from './comment-deleted.js';
import { onCommentUpdated } from './comment-updated.js';
import { onContentRemoved } from './content-removed.js';
import { onFollowRequestEnded } from './follow-request-ended.js';
import { onFollowRequested } from './follow-requested.js';
import { onPostAnnounced } from './post-announced.js';
import { onPostCreated } from './post-created.js';
import { onPostDeleted } from './post-deleted.js';
import { onPostUpdated } from './post-updated.js';
import { onProfileUpdated } from './profile-updated.js';
import { onReactionChanged } from './reaction-changed.js';
import { onUserBlocked } from './user-blocked.js';
import { onUserDeleted } from './user-deleted.js';
import { onUserFollowed } from './user-followed.js';
import { onUserUnblocked } from './user-unblocked.js';
import { onUserUnfollowed } from './user-unfollowed.js';

/** The service's subscriptions. */
export function createSubscriptions(context: Context): Subscription[] {
  return [
    onPostCreated(context),
    ...onPostAnnounced(context),
    onPostUpdated(context),
    onPostDeleted(context),
    onCommentCreated(context),
    onCommentUpdated(context),
    onCommentDeleted(),
    onReactionChanged(context),
    onUserFollowed(context),
    onUserUnfollowed(context),
    onFollowRequested(context),
    onFollowRequestEnded(context),
    onUserBlocked(context),
    onUserUnblocked(context),
    ...context.mutes.subscriptions(),
    onProfileUpdated(context),
    onContentRemoved(context),
    onUserDeleted(context),
  ];
}
