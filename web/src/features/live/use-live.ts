import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useUserId } from '../../api/session';
import { setUnread } from '../../ui/title';
import { newPostsKey } from '../feed/new-posts';
import { unreadCountQuery } from '../notifications/notification-queries';
import { postKey } from '../posts/post-queries';
import { keepSocket } from './socket';

/** Keeps the number of unread notifications, the list of them and the number of new posts current. */
export function useLive(): void {
  const client = useQueryClient();
  const userId = useUserId();
  const { data: unread } = useQuery({ ...unreadCountQuery, enabled: userId !== null });
  useEffect(() => setUnread(userId === null ? 0 : (unread ?? 0)), [userId, unread]);
  useEffect(
    () =>
      keepSocket((socket) => {
        socket.on('unread-count', ({ count }) => client.setQueryData(unreadCountQuery.queryKey, count));
        socket.on('notification', ({ kind, postId }) => {
          client.invalidateQueries({ queryKey: ['notifications'] });
          // Where the post is shown, so are its new reactions and comments.
          if (postId && kind !== 'post') {
            client.invalidateQueries({ queryKey: postKey(postId) });
            client.invalidateQueries({ queryKey: ['comments', postId] });
          }
          if (kind === 'post') client.invalidateQueries({ queryKey: newPostsKey });
        });
        // What was sent while the socket was away is read again.
        socket.on('connect', () => client.invalidateQueries({ queryKey: unreadCountQuery.queryKey }));
      }),
    [client],
  );
}
