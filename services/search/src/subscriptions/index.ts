import type { Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { onPostCreated } from './post-created.js';
import { onPostDeleted } from './post-deleted.js';
import { onPostUpdated } from './post-updated.js';
import { onProfileUpdated } from './profile-updated.js';
import { onUserDeleted } from './user-deleted.js';

export function createSubscriptions(context: Context): Subscription[] {
  return [
    onProfileUpdated(context),
    onUserDeleted(context),
    onPostCreated(context),
    onPostUpdated(context),
    onPostDeleted(context),
    ...context.blocks.subscriptions(),
    ...context.mutes.subscriptions(),
  ];
}
