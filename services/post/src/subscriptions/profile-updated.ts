import { profileUpdated } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';

/** Keeps a copy of authors' names and pictures. */
export function onProfileUpdated({ people }: Context): Subscription {
  return defineSubscription(profileUpdated, (event, tx) => people.apply(event, tx));
}
