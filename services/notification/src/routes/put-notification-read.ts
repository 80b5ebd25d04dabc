import { Id } from '@townsquare/contracts';
import { defineRoute, notFound, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { markRead } from '../data/read-marks.js';
import { GroupedQuery, isGrouped } from '../reading/grouped-query.js';

export function putNotificationRead(context: Context): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/notifications/{notificationId}/read',
    summary: 'Mark a notification as read',
    description: 'Also marks the earlier notifications of its group; later ones stay unread.',
    tag: 'notifications',
    access: 'signedIn',
    params: z.object({ notificationId: Id }),
    query: GroupedQuery,
    status: 204,
    errors: ['not_found'],
    handle: async ({ caller: { userId }, params, query }) => {
      const grouped = await isGrouped(context, userId, query);
      const exists = await markRead(context.database.manager, userId, params.notificationId, grouped);
      if (!exists) throw notFound('notification');
      context.live.publish({ counted: [userId] });
    },
  });
}
