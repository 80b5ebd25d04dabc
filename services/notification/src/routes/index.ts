import type { Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { createPushSubscription } from './create-push-subscription.js';
import { deletePushSubscription } from './delete-push-subscription.js';
import { getPersonalData } from './get-personal-data.js';
import { getPreferences } from './get-preferences.js';
import { getPushKey } from './get-push-key.js';
import { getUnreadCount } from './get-unread-count.js';
import { listNotifications } from './list-notifications.js';
import { listPushSubscriptions } from './list-push-subscriptions.js';
import { putAllRead } from './put-all-read.js';
import { putNotificationRead } from './put-notification-read.js';
import { putPreferences } from './put-preferences.js';

/** The service's routes. */
export function createRoutes(context: Context): Route[] {
  return [
    listNotifications(context),
    getUnreadCount(context),
    putAllRead(context),
    putNotificationRead(context),
    getPreferences(context),
    putPreferences(context),
    getPushKey(context),
    createPushSubscription(context),
    listPushSubscriptions(context),
    deletePushSubscription(context),
    getPersonalData(context),
  ];
}
