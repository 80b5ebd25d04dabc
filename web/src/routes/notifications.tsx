import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { unwrap } from '@townsquare/client';
import { BellOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client';
import { NotificationItem } from '../features/notifications/notification-item';
import { notificationsQuery, unreadCountQuery } from '../features/notifications/notification-queries';
import { useErrorText } from '../i18n/error-text';
import { Button } from '../ui/button';
import { Page } from '../ui/page';
import { Empty, ErrorNote, Loading } from '../ui/states';
import { showToast } from '../ui/toasts';

/** What happened to the reader's account and posts, in groups, the newest first. */
export function NotificationsPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const errorText = useErrorText();
  const [onlyUnread, setOnlyUnread] = useState(false);
  const list = useInfiniteQuery(notificationsQuery(onlyUnread));
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = list;
  const read = useMutation({
    mutationFn: (notificationId: string | undefined) =>
      notificationId
        ? unwrap(api.PUT('/api/v1/notifications/{notificationId}/read', { params: { path: { notificationId } } }))
        : unwrap(api.PUT('/api/v1/notifications/read')),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['notifications'] });
      await client.invalidateQueries({ queryKey: unreadCountQuery.queryKey });
    },
    onError: (failure) => showToast(errorText(failure)),
  });
  const notifications = data?.pages.flatMap(({ items }) => items) ?? [];
  const actions = (
    <Button small look="quiet" isBusy={read.isPending} onClick={() => read.mutate(undefined)}>
      {t('notification.readAll')}
    </Button>
  );
  return (
    <Page title={t('nav.notifications')} actions={actions}>
      <div className="bar">
        <Button
          small
          look={onlyUnread ? 'plain' : 'primary'}
          aria-pressed={!onlyUnread}
          onClick={() => setOnlyUnread(false)}
        >
          {t('notification.all')}
        </Button>
        <Button
          small
          look={onlyUnread ? 'primary' : 'plain'}
          aria-pressed={onlyUnread}
          onClick={() => setOnlyUnread(true)}
        >
          {t('notification.unreadOnly')}
        </Button>
      </div>
      {isPending && <Loading />}
      <ErrorNote error={error} onRetry={data ? fetchNextPage : refetch} />
      {data && notifications.length === 0 && (
        <Empty icon={<BellOff size={40} aria-hidden />} title={t('notification.noneTitle')}>
          <p>{t('notification.noneText')}</p>
        </Empty>
      )}
      <ul>
        {notifications.map((notification) => (
          <NotificationItem
            key={notification.id}
            notification={notification}
            onRead={() => read.mutate(notification.id)}
          />
        ))}
      </ul>
      {hasNextPage && (
        <Button look="quiet" isBusy={isFetchingNextPage} onClick={() => fetchNextPage()}>
          {t('common.more')}
        </Button>
      )}
    </Page>
  );
}
