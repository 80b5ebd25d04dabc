import type { Page, PageQuery } from '@townsquare/contracts';
import { decodeCursor, encodeCursor, fillPage, type Position } from '@townsquare/kit';
import { type Listing, listNotifications, type Notification } from '../data/notifications.js';
import { type NotificationView, presentGroup, presentNotification } from '../views/notification.js';
import { type ReadingContext, readGroups, visibleOf } from './visible.js';

/** One page of a reader's notifications, newest first, without those that the reader may no longer see. */
export async function readNotifications(
  context: ReadingContext,
  userId: string,
  listing: Listing,
  query: PageQuery,
): Promise<Page<NotificationView>> {
  const list = nameOf(listing);
  const start = decodeCursor(list, query.cursor);
  const read = (after: Notification | undefined, count: number) =>
    listNotifications(context.database.manager, userId, listing, after ? positionOf(after) : start, count);
  const { items, last } = await fillPage(query.limit, read, (window) =>
    listing.grouped ? showGroups(context, userId, window, listing) : showEach(context, window),
  );
  return { items, nextCursor: last ? encodeCursor(list, positionOf(last)) : null };
}

async function showEach(
  context: ReadingContext,
  notifications: Notification[],
): Promise<(NotificationView | undefined)[]> {
  const { visible, actors } = await visibleOf(context, notifications);
  return notifications.map((one) => (visible.has(one) ? presentNotification(one, actors) : undefined));
}

/** A group is listed at its latest notification, and shown as the latest that the reader may see. */
async function showGroups(
  context: ReadingContext,
  userId: string,
  heads: Notification[],
  { unreadOnly }: Listing,
): Promise<(NotificationView | undefined)[]> {
  const { groups, actors } = await readGroups(context, userId, heads, unreadOnly);
  return groups.map((group) => group.members[0] && presentGroup(group.members[0], group, actors));
}

/** Each list refuses the cursors of the others. */
function nameOf({ unreadOnly, grouped, group = '' }: Listing): string {
  return `${unreadOnly ? 'unread ' : ''}${grouped ? 'grouped ' : ''}notifications ${group}`;
}

function positionOf({ createdAt, id }: Notification): Position {
  return { createdAt, id };
}
