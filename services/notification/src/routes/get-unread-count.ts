import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { countUnread } from '../data/read-marks.js';
import { GroupedQuery, isGrouped } from './grouped-query.js';

const UnreadCount = z.object({ count: z.int().nonnegative() }).meta({ id: 'UnreadCount' });

export function getUnreadCount(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/notifications/unread-count',
    summary: 'Count your unread notifications',
    description: 'A group counts as one.',
    tag: 'notifications',
    access: 'signedIn',
    query: GroupedQuery,
    answer: UnreadCount,
    handle: async ({ caller: { userId }, query }) => {
      const grouped = await isGrouped(context, userId, query);
      const counts = await countUnread(context.database.manager, [userId], grouped);
      return { count: counts.get(userId) ?? 0 };
    },
  });
}
