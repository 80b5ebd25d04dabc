import { followRequested } from '@townsquare/contracts';
import type { Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { goneAccounts, takeRelation } from '../data/relations.js';
import { followDraft } from '../domain/drafts.js';
import { defineLiveSubscription } from '../live/live.js';
import { askForNotify, notify } from '../use-cases/notify.js';

/** Tells somebody that another asks to follow them. */
export function onFollowRequested(context: Context): Subscription {
  return defineLiveSubscription(followRequested, context.live, {
    prepare: ({ data: { requesterId, targetId, at } }) =>
      askForNotify(context, followDraft('followRequest', requesterId, at), [targetId]),
    handle: async ({ data, aggregateversion }, tx, asked) => {
      const { requesterId, targetId, at } = data;
      if ((await goneAccounts(tx.manager, [requesterId, targetId])).size > 0) return {};
      const relation = { actorId: requesterId, targetType: 'request', targetId } as const;
      if (!(await takeRelation(tx.manager, relation, true, aggregateversion))) return {};
      return notify(context, tx, followDraft('followRequest', requesterId, at), [targetId], asked);
    },
  });
}
