import { profileUpdated } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';

/** Updates the names and pictures that are shown with posts. */
export function onProfileUpdated({ people }: Context): Subscription {
  return defineSubscription(profileUpdated, (event, tx) => people.apply(event, tx));
}
