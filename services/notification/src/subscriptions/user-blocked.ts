import { userBlocked } from '@townsquare/contracts';
import type { Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { removeBetween } from '../data/removals.js';
import { defineLiveSubscription } from '../live/live.js';

/** Takes back what each was told of the other, if the block still stands. */
export function onUserBlocked({ blocks, live }: Context): Subscription {
  return defineLiveSubscription(userBlocked, live, {
    handle: async (event, tx) => {
      const { blockerId, blockedId } = event.data;
      await blocks.apply(event, tx, true);
      const blocked = await blocks.between(blockerId, [blockedId], tx.manager);
      if (blocked.size === 0) return {};
      return { counted: await removeBetween(tx.manager, blockerId, blockedId) };
    },
  });
}
