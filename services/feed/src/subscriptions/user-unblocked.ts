import { userUnblocked } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { lockAccounts } from '../data/accounts.js';
import { renewEdge } from '../data/edges.js';
import { backfill } from '../data/timelines.js';

/** Adds the posts of each to the other's timeline again, if a follow between them arrived before this event. */
export function onUserUnblocked({ blocks }: Context): Subscription {
  return defineSubscription(userUnblocked, async (event, tx) => {
    const { blockerId, blockedId } = event.data;
    const { manager } = tx;
    const account = await lockAccounts(manager, [blockerId, blockedId]);
    if (account(blockerId).deleted || account(blockedId).deleted) return;
    await blocks.apply(event, tx, false);
    if ((await blocks.between(blockerId, [blockedId], manager)).size > 0) return;
    for (const [follower, author] of [
      [blockerId, blockedId],
      [blockedId, blockerId],
    ] as const) {
      const follows = await renewEdge(manager, follower, author);
      if (follows && !account(author).pulled) await backfill(manager, follower, author);
    }
  });
}
