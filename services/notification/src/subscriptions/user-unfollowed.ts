import { userUnfollowed } from '@townsquare/contracts';
import type { Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { removeNotifications } from '../data/notifications.js';
import { goneAccounts, takeRelation } from '../data/relations.js';
import { removePrivate } from '../data/removals.js';
import { followCause } from '../domain/drafts.js';
import { defineLiveSubscription } from '../live/live.js';

/** Takes back the news of the follower, that they were accepted, and what the follower was told of posts that they may not see any more. */
export function onUserUnfollowed({ live }: Context): Subscription {
  return defineLiveSubscription(userUnfollowed, live, {
    handle: async ({ data, aggregateversion }, tx) => {
      const { followerId, followingId } = data;
      if ((await goneAccounts(tx.manager, [followerId, followingId])).size > 0) return {};
      const relation = { actorId: followerId, targetType: 'user', targetId: followingId } as const;
      if (!(await takeRelation(tx.manager, relation, false, aggregateversion))) return {};
      await removeNotifications(tx.manager, followCause('follow', followerId), [followingId]);
      await removeNotifications(tx.manager, followCause('followAccepted', followingId), [followerId]);
      return { counted: [followingId, followerId, ...(await removePrivate(tx.manager, followerId, followingId))] };
    },
  });
}
