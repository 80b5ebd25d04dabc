import { userFollowed } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { lockAccounts } from '../data/accounts.js';
import { saveEdge } from '../data/edges.js';
import { backfill, removeAuthor, removeDeletedPosts } from '../data/timelines.js';

/** Brings the author's latest posts into the follower's timeline, unless a block stands between them. */
export function onUserFollowed({ blocks }: Context): Subscription {
  return defineSubscription(userFollowed, async ({ data, aggregateversion }, { manager }) => {
    const { followerId, followingId: authorId } = data;
    const account = await lockAccounts(manager, [followerId, authorId]);
    if (account(followerId).deleted || account(authorId).deleted) {
      // An announcement may have come before the deletion, when this follow was not known yet.
      return removeAuthor(manager, followerId, authorId);
    }
    const edge = { followerId, authorId, active: true, version: aggregateversion, at: new Date(data.at) };
    if (!(await saveEdge(manager, edge))) return;
    await removeDeletedPosts(manager, followerId, authorId);
    const blocked = await blocks.between(followerId, [authorId], manager);
    if (blocked.size === 0 && !account(authorId).pulled) await backfill(manager, followerId, authorId);
  });
}
