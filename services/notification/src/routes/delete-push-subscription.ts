import { Id } from '@townsquare/contracts';
import { defineRoute, notFound, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { removePushSubscription } from '../data/push-subscriptions.js';

export function deletePushSubscription({ database }: Context): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/notifications/push/subscriptions/{subscriptionId}',
    summary: 'End a push subscription',
    tag: 'notifications',
    access: 'signedIn',
    params: z.object({ subscriptionId: Id }),
    status: 204,
    errors: ['not_found'],
    handle: async ({ caller, params }) => {
      const existed = await removePushSubscription(database.manager, caller.userId, params.subscriptionId);
      if (!existed) throw notFound('push subscription');
    },
  });
}
