import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { readPreferences, savePreferences } from '../data/preferences.js';
import { PreferencesChange, PreferencesView } from '../views/preferences.js';

export function putPreferences({ database, people }: Context): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/notifications/preferences',
    summary: 'Choose which notifications you get, and whether they are grouped',
    description: 'What is left out stays as it is. What you have got already stays.',
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
