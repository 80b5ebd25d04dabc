import { profileUpdated } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';

export function onProfileUpdated({ people, privacyChanges }: Context): Subscription {
  return defineSubscription(profileUpdated, (event, tx) =>
    privacyChanges.note(tx, event.data.userId, () => people.apply(event, tx)),
  );
}
