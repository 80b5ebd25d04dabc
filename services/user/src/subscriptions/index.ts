import type { Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { onPostCreated } from './post-created.js';
import { onUserBanned } from './user-banned.js';
import { onUserBlocked } from './user-blocked.js';
import { onUserDeactivated } from './user-deactivated.js';
import { onUserDeleted } from './user-deleted.js';
import { onUserRegistered } from './user-registered.js';
import { onUserUpdated } from './user-updated.js';

export function createSubscriptions(context: Context): Subscription[] {
  return [
    onUserRegistered(),
    onUserUpdated(context),
    onUserBanned(context),
    onUserDeactivated(context),
    onUserDeleted(context),
    onUserBlocked(),
    onPostCreated(context),
  ];
}
