import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { lockUnchanged } from '../data/accounts.js';
import { OwnPassword } from '../domain/account-rules.js';
import { deactivateAccount } from '../use-cases/deactivate-account.js';
import { requirePassword } from '../use-cases/require-account.js';

export function deactivateMe({ database, wakeMail }: Context): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/auth/me/deactivation',
    summary: "Deactivate the caller's account until its owner signs in again; every session ends",
    description:
      'Other users see nothing of the account, as if it were deleted, but nothing is erased and the username stays taken. ' +
      'The next sign-in, with a password or a provider, activates it again.',
    tag: 'auth',
    access: 'signedIn',
    body: z.strictObject({ password: OwnPassword }),
    status: 204,
    errors: ['forbidden'],
    async handle({ caller, body, request }) {
      const account = await requirePassword(database, { caller, request }, body.password);
      await database.transaction(async (tx) => deactivateAccount(tx, await lockUnchanged(tx.manager, account)));
      wakeMail();
    },
  });
}
