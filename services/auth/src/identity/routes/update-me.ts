import { userUpdated } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { updateUsername } from '../data/accounts.js';
import { Username } from '../domain/account-rules.js';
import { requireAccount } from '../use-cases/require-account.js';
import { AccountView, toAccountView } from '../views/account-views.js';

export function updateMe({ database, usernameKeptDays }: Context): Route {
  return defineRoute({
    method: 'patch',
    path: '/api/v1/auth/me',
    summary: 'Change the username',
    description: 'The old username stays reserved for you for some weeks.',
    tag: 'auth',
    access: 'signedIn',
    body: z.strictObject({ username: Username }),
    answer: AccountView,
    errors: ['conflict'],
    handle: ({ caller, body }) =>
      database.transaction(async (tx) => {
        const { id: userId } = await requireAccount(tx.manager, caller);
        const version = await updateUsername(tx, userId, body.username, usernameKeptDays);
        if (version !== undefined) {
          tx.publish(userUpdated, { id: userId, version }, { userId, username: body.username });
        }
        return toAccountView(await requireAccount(tx.manager, caller));
      }),
  });
}
