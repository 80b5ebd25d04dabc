import { PageQuery, page } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { Flag, GroupedQuery, isGrouped } from '../reading/grouped-query.js';
import { readNotifications } from '../reading/read-notifications.js';
import { NotificationView } from '../views/notification.js';

const Query = PageQuery.extend({
  ...GroupedQuery.shape,
  unread: Flag.default('false').meta({ description: 'Whether to list only unread notifications' }),
  group: z
    .string()
    .regex(/^[\w.-]{1,64}$/, 'must be the key of a group')
    .optional()
    .meta({ description: 'The `key` of a group, to list its single notifications' }),
});

export function listNotifications(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/notifications',
    summary: 'List your notifications, newest first',
    description:
      'Reactions to one post or comment, comments or replies under one post, and new followers or follow requests are ' +
      'grouped into one notification a day (UTC), unless you turn grouping off. A group is listed at its latest notification.',
    tag: 'notifications',
    access: 'signedIn',
    query: Query,
    answer: page(NotificationView),
    errors: ['invalid_cursor'],
    handle: async ({ caller, query }) => {
      const { group, unread } = query;
      const grouped = group === undefined && (await isGrouped(context, caller.userId, query));
      return readNotifications(context, caller.userId, { unreadOnly: unread === 'true', grouped, group }, query);
    },
  });
}
