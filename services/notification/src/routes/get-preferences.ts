import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { readPreferences } from '../data/preferences.js';
import { PreferencesView } from '../views/preferences.js';

export function getPreferences({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/notifications/preferences',
    summary: 'Read your notification preferences',
    tag: 'notifications',
    access: 'signedIn',
    answer: PreferencesView,
    handle: ({ caller }) => readPreferences(database.manager, caller.userId),
  });
}
