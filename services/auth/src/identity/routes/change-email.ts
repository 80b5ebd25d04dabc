import { conflict, defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { queueMail } from '../../mail/data/mails.js';
import { lockUnchanged, refuseTaken } from '../data/accounts.js';
import { insertEmailChange } from '../data/email-changes.js';
import { deleteTokens } from '../data/one-time-tokens.js';
import { Email, OwnPassword } from '../domain/account-rules.js';
import { requirePassword } from '../use-cases/require-account.js';

export function changeEmail({ database, wakeMail }: Context): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/auth/me/email',
    summary: 'Change the e-mail address',
    description:
      'Mails a code to the new address, and one to the old address if that was verified. The address changes once all ' +
      'codes have been sent to `/api/v1/auth/confirm-email`, within a day.',
    tag: 'auth',
    access: 'signedIn',
    body: z.strictObject({ email: Email, password: OwnPassword }),
    status: 202,
    errors: ['forbidden', 'conflict'],
    async handle({ caller, body, request }) {
      const account = await requirePassword(database, { caller, request }, body.password);
      const { id, email } = account;
      if (email === body.email) throw conflict('The account already has that address.');
      await database.transaction(async ({ manager }) => {
        const current = await lockUnchanged(manager, account);
        await refuseTaken(manager, { email: body.email }, id);
        // A code of an earlier change must not confirm this one.
        for (const purpose of ['leaveEmail', 'enterEmail'] as const) await deleteTokens(manager, id, purpose);
        await insertEmailChange(manager, current, body.email, caller.sessionId);
        if (current.emailVerified) await queueMail(manager, 'leaveEmail', email, id);
        await queueMail(manager, 'enterEmail', body.email, id);
      });
      wakeMail();
    },
  });
}
