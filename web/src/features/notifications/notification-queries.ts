import { queryOptions } from '@tanstack/react-query';
import { type Schemas, unwrap } from '@townsquare/client';
import { api } from '../../api/client';
import { listOptions } from '../../api/lists';

export type Notification = Schemas['Notification'];
export type NotificationKind = Schemas['NotificationKind'];

export const notificationsQuery = (onlyUnread: boolean) =>
  listOptions<Notification>(['notifications', onlyUnread ? 'unread' : 'all'], (cursor, signal) => {
    const query = { cursor, unread: onlyUnread ? ('true' as const) : undefined };
    return unwrap(api.GET('/api/v1/notifications', { params: { query }, signal }));
  });

export const unreadCountQuery = queryOptions({
  queryKey: ['unread-count'],
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/v1/notifications/unread-count', { signal }))).count,
});

export const preferencesQuery = queryOptions({
  queryKey: ['own', 'preferences'],
  queryFn: ({ signal }) => unwrap(api.GET('/api/v1/notifications/preferences', { signal })),
});
