import { findNotifications, type Notification } from '../data/notifications.js';
import { turnedOff, wantingGroups } from '../data/preferences.js';
import { countUnread } from '../reading/count-unread.js';
import { type ReadingContext, readGroups } from '../reading/visible.js';
import { type NotificationView, presentGroup, presentNotification } from '../views/notification.js';
import type { LiveReads } from './socket-hub.js';

/** Reads what is delivered live from the service's own tables, by the rules of the list. */
export function createLiveReads(context: ReadingContext): LiveReads {
  const { manager } = context.database;
  return {
    notifications: async (cause, userIds) => {
      const [found, actors, wanting, silent] = await Promise.all([
        findNotifications(manager, cause, userIds),
        context.people.find([cause.actorId]),
        wantingGroups(manager, userIds),
        turnedOff(manager, 'sockets', cause.kind, userIds),
      ]);
      const notifications = found.filter(({ userId }) => !silent.has(userId));
      const present = async (one: Notification): Promise<NotificationView | undefined> => {
        if (!wanting.has(one.userId)) return presentNotification(one, actors);
        // A new post, which notifies many accounts at once, is in no group: nothing is read for each of them.
        if (one.groupKey === null) return presentGroup(one, { members: [one], atLeast: false }, actors);
        return presentInGroup(context, one);
      };
      const views = await Promise.all(notifications.map(async (one) => [one.userId, await present(one)] as const));
      return new Map(views.flatMap(([userId, view]) => (view ? [[userId, view]] : [])));
    },
    unreadCounts: async (userIds) => {
      const wanting = await wantingGroups(manager, userIds);
      const others = userIds.filter((userId) => !wanting.has(userId));
      const ofGroups = await countUnread(context, [...wanting], true);
      return new Map([...ofGroups, ...(await countUnread(context, others, false))]);
    },
  };
}

/** A new notification, with what the client needs to update its group. */
async function presentInGroup(
  context: ReadingContext,
  notification: Notification,
): Promise<NotificationView | undefined> {
  const { groups, actors } = await readGroups(context, notification.userId, [notification]);
  const [group] = groups;
  return group?.members.length ? presentGroup(notification, group, actors) : undefined;
}
