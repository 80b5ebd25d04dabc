import { personalDataRoute, personalFew, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { readPreferences } from '../data/preferences.js';
import { listPushSubscriptions } from '../data/push-subscriptions.js';
import { readNotifications } from '../reading/read-notifications.js';
import { presentPushSubscription } from '../views/push.js';

/** All notifications, ungrouped. */
const EACH = { unreadOnly: false, grouped: false };

/** The account's data in this service: the notifications that it may see now, its preferences, and its push subscriptions. */
export function getPersonalData(context: Context): Route {
  return personalDataRoute('notification', ['auth'], {
    notifications: (userId, request) => readNotifications(context, userId, EACH, request),
    'notification-preferences': personalFew(async (userId) => [
      await readPreferences(context.database.manager, userId),
    ]),
    'push-subscriptions': personalFew(async (userId) => {
      const subscriptions = await listPushSubscriptions(context.database.manager, userId);
      return subscriptions.map((one) => {
        const { current: _current, ...view } = presentPushSubscription(one);
        return view;
      });
    }),
  });
}
