import type { Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { getPersonalData } from './get-personal-data.js';
import { getPreferences } from './get-preferences.js';
import { getUnreadCount } from './get-unread-count.js';
import { listNotifications } from './list-notifications.js';
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
    getPersonalData(context),
  ];
}
