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
    summary: 'Ask for another e-mail address',
    description:
      'A code is sent to the new address, and one to the old address if that was verified. The account has the new ' +
      'address once all codes have been given to `/api/v1/auth/confirm-email`, within a day.',
    tag: 'auth',
    access: 'signedIn',
    body: z.strictObject({ email: Email, password: OwnPassword }),
    status: 202,
    errors: ['forbidden', 'conflict'],
    async handle({ caller, body, request }) {
      const account = await requirePassword(database, { caller, request }, body.password);
      const { id, email } = account;
      if (email === body.email) throw conflict('The account has that address already.');
      await database.transaction(async ({ manager }) => {
        const current = await lockUnchanged(manager, account);
        await refuseTaken(manager, { email: body.email }, id);
        // Whoever began another change before is not to end this one.
        for (const purpose of ['leaveEmail', 'enterEmail'] as const) await deleteTokens(manager, id, purpose);
        await insertEmailChange(manager, current, body.email, caller.sessionId);
        if (current.emailVerified) await queueMail(manager, 'leaveEmail', email, id);
        await queueMail(manager, 'enterEmail', body.email, id);
      });
      wakeMail();
    },
  });
}
