import { userFollowed } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { lockAccounts } from '../data/accounts.js';
import { saveEdge } from '../data/edges.js';
import { backfill, removeAuthor, removeDeletedPosts } from '../data/timelines.js';

/** Adds the author's latest posts to the follower's timeline, unless one has blocked the other. */
export function onUserFollowed({ blocks }: Context): Subscription {
  return defineSubscription(userFollowed, async ({ data, aggregateversion }, { manager }) => {
    const { followerId, followingId: authorId } = data;
    const account = await lockAccounts(manager, [followerId, authorId]);
    if (account(followerId).deleted || account(authorId).deleted) {
      // An announcement may have added posts before the deletion arrived.
      return removeAuthor(manager, followerId, authorId);
    }
    const edge = { followerId, authorId, active: true, version: aggregateversion, at: new Date(data.at) };
    if (!(await saveEdge(manager, edge))) return;
    await removeDeletedPosts(manager, followerId, authorId);
    const blocked = await blocks.between(followerId, [authorId], manager);
    if (blocked.size === 0 && !account(authorId).pulled) await backfill(manager, followerId, authorId);
  });
}
