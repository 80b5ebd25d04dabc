import { userUpdated } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { updateUsername } from '../data/accounts.js';
import { Username } from '../domain/account-rules.js';
import { requireAccount } from './require-account.js';
import { AccountView, toAccountView } from './views.js';

export function updateMe({ database }: Context): Route {
  return defineRoute({
    method: 'patch',
    path: '/api/v1/auth/me',
    summary: 'Change the username',
    tag: 'auth',
    access: 'signedIn',
    body: z.strictObject({ username: Username }),
    answer: AccountView,
    errors: ['conflict'],
    handle: ({ caller, body }) =>
      database.transaction(async (tx) => {
        const before = await requireAccount(tx.manager, caller);
        const version = await updateUsername(tx, caller.userId, body.username);
        const after = await requireAccount(tx.manager, caller);
        if (after.username !== before.username) {
          const { id: userId, username } = after;
          tx.publish(userUpdated, { id: userId, version }, { userId, username });
        }
        return toAccountView(after);
      }),
  });
}
