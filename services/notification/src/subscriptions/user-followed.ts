import { userFollowed } from '@townsquare/contracts';
import type { Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { goneAccounts, takeRelation } from '../data/relations.js';
import { followDraft } from '../domain/drafts.js';
import { defineLiveSubscription } from '../live/live.js';
import { notify } from '../use-cases/notify.js';
import { NOBODY_ASKED } from '../use-cases/who-may-see.js';

/** Tells somebody of a new follower, and a follower who had to ask that they were accepted. */
export function onUserFollowed(context: Context): Subscription {
  return defineLiveSubscription(userFollowed, context.live, {
    prepare: ({ data }) => context.people.find([data.followerId, data.followingId]),
    handle: async ({ data, aggregateversion }, tx) => {
      const { followerId, followingId, at, accepted } = data;
      if ((await goneAccounts(tx.manager, [followerId, followingId])).size > 0) return {};
      const relation = { actorId: followerId, targetType: 'user', targetId: followingId } as const;
      if (!(await takeRelation(tx.manager, relation, true, aggregateversion))) return {};
      const follow = await notify(context, tx, followDraft('follow', followerId, at), [followingId], NOBODY_ASKED);
      if (!accepted) return follow;
      const answer = followDraft('followAccepted', followingId, at);
      return [follow, await notify(context, tx, answer, [followerId], NOBODY_ASKED)];
    },
  });
}
