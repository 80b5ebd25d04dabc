import type { Subscription } from '@townsquare/kit';
import { onProfileUpdated } from './profile-updated.js';
import { onUserPurged } from './user-purged.js';

export function createSubscriptions(): Subscription[] {
  return [onProfileUpdated(), onUserPurged()];
}
