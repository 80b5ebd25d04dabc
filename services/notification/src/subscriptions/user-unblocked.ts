import { userUnblocked } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';

/** Lets each hear of the other again; what was taken back does not return. */
export function onUserUnblocked({ blocks }: Context): Subscription {
  return defineSubscription(userUnblocked, (event, tx) => blocks.apply(event, tx, false));
}
