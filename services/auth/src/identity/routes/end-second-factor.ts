import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { queueMail } from '../../mail/data/mails.js';
import { lockUnchanged } from '../data/accounts.js';
import { deleteSecondFactor } from '../data/second-factors.js';
import { OwnPassword, SecondFactorCode } from '../domain/account-rules.js';
import { requireSecondFactor } from '../use-cases/require-account.js';

export function endSecondFactor(context: Context): Route {
  const { database, wakeMail } = context;
  return defineRoute({
    method: 'delete',
    path: '/api/v1/auth/me/second-factor',
    summary: 'Turn the second factor off',
    tag: 'auth',
    access: 'signedIn',
    body: z.strictObject({ password: OwnPassword, code: SecondFactorCode }),
    status: 204,
    errors: ['forbidden', 'conflict'],
    async handle({ caller, body, request }) {
      const account = await requireSecondFactor(context, { caller, request }, body);
      const { id, email } = account;
      await database.transaction(async ({ manager }) => {
        await lockUnchanged(manager, account);
        await deleteSecondFactor(manager, id);
        await queueMail(manager, 'secondFactorOff', email, id);
      });
      wakeMail();
    },
  });
}
