import { reactionChanged } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import { countReaction } from '../use-cases/count.js';

/** Counts reactions to posts. The reaction service counts those to comments. */
export function onReactionChanged(): Subscription {
  return defineSubscription(reactionChanged, async (event, { manager }) => {
    if (event.data.target.type === 'post') await countReaction(manager, event);
  });
}
