import { userBlocked } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { lockAccounts } from '../data/accounts.js';
import { removeAuthor } from '../data/timelines.js';

/** Removes the posts of each from the other's timeline, if the block is still active. */
export function onUserBlocked({ blocks }: Context): Subscription {
  return defineSubscription(userBlocked, async (event, tx) => {
    const { blockerId, blockedId } = event.data;
    const account = await lockAccounts(tx.manager, [blockerId, blockedId]);
    if (account(blockerId).deleted || account(blockedId).deleted) return;
    await blocks.apply(event, tx, true);
    const blocked = await blocks.between(blockerId, [blockedId], tx.manager);
    if (blocked.size === 0) return;
    await removeAuthor(tx.manager, blockerId, blockedId);
    await removeAuthor(tx.manager, blockedId, blockerId);
  });
}
