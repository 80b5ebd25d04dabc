import { followRequestEnded } from '@townsquare/contracts';
import type { Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { removeNotifications } from '../data/notifications.js';
import { goneAccounts, takeRelation } from '../data/relations.js';
import { followCause } from '../domain/drafts.js';
import { defineLiveSubscription } from '../live/live.js';

/** Takes back the news of a request that was accepted, refused or withdrawn: there is nothing to answer any more. */
export function onFollowRequestEnded({ live }: Context): Subscription {
  return defineLiveSubscription(followRequestEnded, live, {
    handle: async ({ data, aggregateversion }, tx) => {
      const { requesterId, targetId } = data;
      if ((await goneAccounts(tx.manager, [requesterId, targetId])).size > 0) return {};
      const relation = { actorId: requesterId, targetType: 'request', targetId } as const;
      if (!(await takeRelation(tx.manager, relation, false, aggregateversion))) return {};
      await removeNotifications(tx.manager, followCause('followRequest', requesterId), [targetId]);
      return { counted: [targetId] };
    },
  });
}
