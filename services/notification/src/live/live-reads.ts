import type { Database } from '@townsquare/kit';
import type { People } from '@townsquare/projections';
import { findNotifications } from '../data/notifications.js';
import { countUnread } from '../data/read-marks.js';
import { presentNotification } from '../reading/view.js';
import type { LiveReads } from './socket-hub.js';

/** Reads from the service's own tables what is delivered live: what a list would show as well. */
export function liveReads({ manager }: Database, people: People): LiveReads {
  return {
    notifications: async (cause, userIds) => {
      const [notifications, actors] = await Promise.all([
        findNotifications(manager, cause, userIds),
        people.find([cause.actorId]),
      ]);
      const actor = actors.get(cause.actorId);
      return new Map(notifications.map((one) => [one.userId, presentNotification(one, actor)]));
    },
    unreadCounts: (userIds) => countUnread(manager, userIds),
  };
}
