import { Id } from '@townsquare/contracts';
import { defineRoute, notFound, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { markRead } from '../data/read-marks.js';

export function putNotificationRead({ database, live }: Context): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/notifications/{notificationId}/read',
    summary: 'Mark a notification as read',
    tag: 'notifications',
    access: 'signedIn',
    params: z.object({ notificationId: Id }),
    status: 204,
    errors: ['not_found'],
    handle: async ({ caller, params }) => {
      const exists = await markRead(database.manager, caller.userId, params.notificationId);
      if (!exists) throw notFound('notification');
      live.tell({ counted: [caller.userId] });
    },
  });
}
