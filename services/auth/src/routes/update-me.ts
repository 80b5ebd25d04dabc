import { userUpdated } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { updateNames } from '../data/accounts.js';
import { Email, Username } from '../domain/account-rules.js';
import { requireAccount } from './require-account.js';
import { AccountView, toAccountView } from './views.js';

const Body = z
  .strictObject({ username: Username.optional(), email: Email.optional() })
  .refine((body) => Object.keys(body).length > 0, 'must name at least one field to change');

export function updateMe({ database }: Context): Route {
  return defineRoute({
    method: 'patch',
    path: '/api/v1/auth/me',
    summary: 'Change the username or the e-mail address',
    tag: 'auth',
    access: 'signedIn',
    body: Body,
    answer: AccountView,
    errors: ['conflict'],
    handle: ({ caller, body }) =>
      database.transaction(async (tx) => {
        const before = await requireAccount(tx.manager, caller);
        const version = await updateNames(tx, caller.userId, body);
        const after = await requireAccount(tx.manager, caller);
        if (after.username !== before.username) {
          const { id: userId, username } = after;
          tx.publish(userUpdated, { id: userId, version }, { userId, username });
        }
        return toAccountView(after);
      }),
  });
}
