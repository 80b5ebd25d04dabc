import { personalDataRoute, personalFew, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { readPreferences } from '../data/preferences.js';
import { readNotifications } from '../reading/read-notifications.js';

/** All notifications, ungrouped. */
const EACH = { unreadOnly: false, grouped: false };

/** The account's data in this service: the notifications that it may see now, and its preferences. */
export function getPersonalData(context: Context): Route {
  return personalDataRoute('notification', ['auth'], {
    notifications: (userId, request) => readNotifications(context, userId, EACH, request),
    'notification-preferences': personalFew(async (userId) => [
      await readPreferences(context.database.manager, userId),
    ]),
  });
}
