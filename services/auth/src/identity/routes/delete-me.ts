import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { lockUnchanged } from '../data/accounts.js';
import { OwnPassword } from '../domain/account-rules.js';
import { deleteAccount } from '../use-cases/delete-account.js';
import { requirePassword } from '../use-cases/require-account.js';
import { DeletionView, toDeletionView } from '../views/account-views.js';

export function deleteMe({ database, usernameKeptDays }: Context): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/auth/me',
    summary: "Delete the caller's account with everything that its owner has made",
    description: 'The account is gone at once. The other services delete what they hold shortly after.',
    tag: 'auth',
    access: 'signedIn',
    body: z.strictObject({ password: OwnPassword }),
    status: 202,
    answer: DeletionView,
    errors: ['forbidden'],
    async handle({ caller, body, request }) {
      const account = await requirePassword(database, { caller, request }, body.password);
      return database.transaction(async (tx) => {
        await lockUnchanged(tx.manager, account);
        return toDeletionView(await deleteAccount(tx, account.id, usernameKeptDays));
      });
    },
  });
}
