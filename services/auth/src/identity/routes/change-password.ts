import { conflict, defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { queueMail } from '../../mail/data/mails.js';
import { lockUnchanged, updatePassword } from '../data/accounts.js';
import { renewCredentials } from '../data/credentials.js';
import { NewPassword, TypedPassword } from '../domain/account-rules.js';
import { hashPassword, refusePersonalPassword } from '../domain/passwords.js';
import { requireAccount, requirePassword } from '../use-cases/require-account.js';

export function changePassword({ database, wakeMail }: Context): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/auth/me/password',
    summary: 'Change the password; every other session ends',
    description: 'To choose the first password of an account without one, use `/api/v1/auth/forgot-password`.',
    tag: 'auth',
    access: 'signedIn',
    body: z.strictObject({ currentPassword: TypedPassword, newPassword: NewPassword }),
    status: 204,
    errors: ['forbidden', 'conflict'],
    async handle({ caller, body, request }) {
      const { passwordHash: known } = await requireAccount(database.manager, caller);
      if (known === null) throw conflict('The account has no password: choose one with a code that is sent by mail.');
      const account = await requirePassword(database, { caller, request }, body.currentPassword);
      refusePersonalPassword('newPassword', body.newPassword, account);
      const passwordHash = await hashPassword(body.newPassword);
      await database.transaction(async (tx) => {
        await lockUnchanged(tx.manager, account);
        await updatePassword(tx, caller.userId, passwordHash);
        await renewCredentials(tx.manager, caller.userId, 'passwordChanged', caller.sessionId);
        await queueMail(tx.manager, 'passwordChanged', account.email, account.id);
      });
      wakeMail();
    },
  });
}
