import type { Page, PageQuery } from '@townsquare/contracts';
import { decodeCursor, encodeCursor, fillPage, type Position } from '@townsquare/kit';
import type { Context } from '../context.js';
import { listNotifications, type Notification } from '../data/notifications.js';
import { type NotificationView, presentNotification } from './view.js';

/** One page of a person's notifications, newest first, without those that they may not see any more. */
export async function readNotifications(
  context: Context,
  userId: string,
  unreadOnly: boolean,
  query: PageQuery,
): Promise<Page<NotificationView>> {
  const list = unreadOnly ? 'unread notifications' : 'notifications';
  const start = decodeCursor(list, query.cursor);
  const read = (after: Notification | undefined, count: number) =>
    listNotifications(context.database.manager, userId, unreadOnly, after ? positionOf(after) : start, count);
  const { items, last } = await fillPage(query.limit, read, (window) => show(context, userId, window));
  return { items, nextCursor: last ? encodeCursor(list, positionOf(last)) : null };
}

/** The views of those that the reader may see: whose post they see, and whose actor is neither blocked nor banned. */
async function show(
  { people, posts, blocks, visibility }: Context,
  userId: string,
  notifications: Notification[],
): Promise<(NotificationView | undefined)[]> {
  const actors = notifications.map(({ actorId }) => actorId);
  const postIds = notifications.flatMap(({ postId }) => postId ?? []);
  const [knownActors, blocked, visiblePosts] = await Promise.all([
    people.find(actors),
    blocks.between(userId, actors),
    posts.find(postIds).then((found) => visibility.visible(userId, [...found.values()])),
  ]);
  const visible = new Set(visiblePosts.map(({ postId }) => postId));
  return notifications.map((notification) => {
    const actor = knownActors.get(notification.actorId);
    if (blocked.has(notification.actorId) || actor?.status === 'banned') return undefined;
    if (notification.postId !== null && !visible.has(notification.postId)) return undefined;
    return presentNotification(notification, actor);
  });
}

function positionOf({ createdAt, id }: Notification): Position {
  return { createdAt, id };
}
