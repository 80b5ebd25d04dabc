import type { Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { onPostAnnounced } from './post-announced.js';
import { onPostCreated } from './post-created.js';
import { onPostDeleted } from './post-deleted.js';
import { onPostUpdated } from './post-updated.js';
import { onProfileUpdated } from './profile-updated.js';
import { onUserBlocked } from './user-blocked.js';
import { onUserDeleted } from './user-deleted.js';
import { onUserFollowed } from './user-followed.js';
import { onUserUnblocked } from './user-unblocked.js';
import { onUserUnfollowed } from './user-unfollowed.js';

export function createSubscriptions(context: Context): Subscription[] {
  return [
    onPostCreated(),
    ...onPostAnnounced(),
    onPostUpdated(),
    onPostDeleted(),
    onUserFollowed(context),
    onUserUnfollowed(),
    onUserBlocked(context),
    onUserUnblocked(context),
    ...context.mutes.subscriptions(),
    onProfileUpdated(context),
    onUserDeleted(context),
  ];
}
