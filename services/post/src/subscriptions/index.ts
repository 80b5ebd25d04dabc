import type { Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { onContentRemoved } from './content-removed.js';
import { onProfileUpdated } from './profile-updated.js';
import { onUserDeleted } from './user-deleted.js';

/** Every event that the service reacts to. */
export function createSubscriptions(context: Context): Subscription[] {
  return [
    onProfileUpdated(context),
    onUserDeleted(context),
    onContentRemoved(context),
    ...context.blocks.subscriptions(),
  ];
}
