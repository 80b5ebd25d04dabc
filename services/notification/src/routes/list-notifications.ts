import { PageQuery, page } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { readNotifications } from '../reading/read-notifications.js';
import { NotificationView } from '../reading/view.js';

const Query = PageQuery.extend({
  unread: z.enum(['true', 'false']).default('false').meta({ description: 'Whether to list only what is unread' }),
});

export function listNotifications(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/notifications',
    summary: 'List your notifications, newest first',
    tag: 'notifications',
    access: 'signedIn',
    query: Query,
    answer: page(NotificationView),
    errors: ['invalid_cursor'],
    handle: ({ caller, query }) => readNotifications(context, caller.userId, query.unread === 'true', query),
  });
}
