import { personalDataRoute, personalFew, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { readPreferences } from '../data/preferences.js';
import { readNotifications } from '../reading/read-notifications.js';

/** All of them, each by itself. */
const EACH = { unreadOnly: false, grouped: false };

/** What is held of a person here: what they were told, as far as they may see it now, and what they want to be told. */
export function getPersonalData(context: Context): Route {
  return personalDataRoute('notification', ['auth'], {
    notifications: (userId, request) => readNotifications(context, userId, EACH, request),
    'notification-preferences': personalFew(async (userId) => [
      await readPreferences(context.database.manager, userId),
    ]),
  });
}
