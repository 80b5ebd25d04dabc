import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { countUnread, MOST_COUNTED } from '../reading/count-unread.js';
import { GroupedQuery, isGrouped } from '../reading/grouped-query.js';

const UnreadCount = z.object({ count: z.int().min(0).max(MOST_COUNTED) }).meta({ id: 'UnreadCount' });

export function getUnreadCount(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/notifications/unread-count',
    summary: 'Count your unread notifications',
    description: `Counts what the list shows as unread; a group counts as one. ${MOST_COUNTED} means that or more.`,
    tag: 'notifications',
    access: 'signedIn',
    query: GroupedQuery,
    answer: UnreadCount,
    handle: async ({ caller: { userId }, query }) => {
      const grouped = await isGrouped(context, userId, query);
      const counts = await countUnread(context, [userId], grouped);
      return { count: counts.get(userId) ?? 0 };
    },
  });
}
