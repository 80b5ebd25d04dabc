import { userUnfollowed } from '@townsquare/contracts';
import type { Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { goneAccounts } from '../data/gone.js';
import { removeNotifications } from '../data/notifications.js';
import { takeRelation } from '../data/relations.js';
import { removePrivate } from '../data/removals.js';
import { notifying } from '../notifying/notifying.js';

/** Takes back the news of the follower, and what the follower was told of posts that they may not see any more. */
export function onUserUnfollowed({ live }: Context): Subscription {
  return notifying(userUnfollowed, live, async ({ data, aggregateversion }, tx) => {
    const { followerId, followingId } = data;
    if ((await goneAccounts(tx.manager, [followerId, followingId])).size > 0) return {};
    const relation = { actorId: followerId, targetType: 'user', targetId: followingId } as const;
    if (!(await takeRelation(tx.manager, relation, false, aggregateversion))) return {};
    const cause = { kind: 'follow', actorId: followerId, targetType: 'user', targetId: followerId } as const;
    await removeNotifications(tx.manager, cause, [followingId]);
    return { counted: [followingId, ...(await removePrivate(tx.manager, followerId, followingId))] };
  });
}
