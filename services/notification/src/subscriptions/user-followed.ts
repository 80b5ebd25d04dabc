import { userFollowed } from '@townsquare/contracts';
import type { Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { goneAccounts } from '../data/gone.js';
import { takeRelation } from '../data/relations.js';
import { messages } from '../domain/messages.js';
import { notify } from '../notifying/notify.js';
import { notifying } from '../notifying/notifying.js';

/** Tells somebody of a new follower. */
export function onUserFollowed(context: Context): Subscription {
  return notifying(userFollowed, context.live, async ({ data, aggregateversion }, tx) => {
    const { followerId, followingId, at } = data;
    if ((await goneAccounts(tx.manager, [followerId, followingId])).size > 0) return {};
    const relation = { actorId: followerId, targetType: 'user', targetId: followingId } as const;
    if (!(await takeRelation(tx.manager, relation, true, aggregateversion))) return {};
    // The notification points at the follower: that is whom one wants to look at.
    const target = { actorId: followerId, targetType: 'user', targetId: followerId, postId: null } as const;
    const draft = { kind: 'follow', ...target, createdAt: new Date(at), says: messages.follow() } as const;
    return notify(context, tx, draft, [followingId]);
  });
}
