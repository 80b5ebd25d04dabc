import { profileUpdated } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';

/**
 * Keeps the names and pictures that are shown beside notifications. Of an account that has turned private, what strangers
 * were told of its posts is taken back.
 */
export function onProfileUpdated({ people, privacyChanges }: Context): Subscription {
  return defineSubscription(profileUpdated, (event, tx) =>
    privacyChanges.note(tx, event.data.userId, () => people.apply(event, tx)),
  );
}
