import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { readPreferences, savePreferences } from '../data/preferences.js';
import { PreferencesChange, PreferencesView } from '../views/preferences.js';

export function putPreferences({ database, people }: Context): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/notifications/preferences',
    summary: 'Change your notification preferences',
    description: 'Fields that are left out keep their value. Existing notifications stay.',
    tag: 'notifications',
    access: 'signedIn',
    body: PreferencesChange,
    answer: PreferencesView,
    errors: ['forbidden'],
    handle: ({ caller, body }) =>
      database.transaction(async (tx) => {
        await people.requireActive(tx, caller.userId);
        await savePreferences(tx.manager, caller.userId, body);
        return readPreferences(tx.manager, caller.userId);
      }),
  });
}
