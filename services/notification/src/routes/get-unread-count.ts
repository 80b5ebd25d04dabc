import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { countUnread } from '../data/read-marks.js';

const UnreadCount = z.object({ count: z.int().nonnegative() }).meta({ id: 'UnreadCount' });

export function getUnreadCount({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/notifications/unread-count',
    summary: 'Count your unread notifications',
    tag: 'notifications',
    access: 'signedIn',
    answer: UnreadCount,
    handle: async ({ caller }) => {
      const counts = await countUnread(database.manager, [caller.userId]);
      return { count: counts.get(caller.userId) ?? 0 };
    },
  });
}
