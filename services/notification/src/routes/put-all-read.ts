import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { markAllRead } from '../data/read-marks.js';

export function putAllRead({ database, live }: Context): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/notifications/read',
    summary: 'Mark all your notifications as read',
    tag: 'notifications',
    access: 'signedIn',
    status: 204,
    handle: async ({ caller }) => {
      await markAllRead(database.manager, caller.userId);
      live.publish({ counted: [caller.userId] });
    },
  });
}
