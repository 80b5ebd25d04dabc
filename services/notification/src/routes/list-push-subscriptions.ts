import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { listPushSubscriptions as readSubscriptions } from '../data/push-subscriptions.js';
import { PushSubscriptionView, presentPushSubscription } from '../views/push.js';

export function listPushSubscriptions({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/notifications/push/subscriptions',
    summary: 'List your push subscriptions, newest first',
    tag: 'notifications',
    access: 'signedIn',
    answer: z.object({ items: z.array(PushSubscriptionView) }),
    handle: async ({ caller: { userId, sessionId } }) => {
      const subscriptions = await readSubscriptions(database.manager, userId);
      return { items: subscriptions.map((one) => presentPushSubscription(one, sessionId)) };
    },
  });
}
