import { ATTEMPTS } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { queueMail } from '../../mail/data/mails.js';
import { Email } from '../domain/account-rules.js';

export function forgetPassword({ database, wakeMail }: Context): Route {
  return defineRoute({
    ...ATTEMPTS.forgetPassword,
    summary: 'Have a code sent with which a new password can be chosen',
    description: 'The same answer whether there is an account with that address or not.',
    tag: 'auth',
    access: 'public',
    body: z.strictObject({ email: Email }),
    status: 202,
    async handle({ body: { email } }) {
      // Whose address it is, if anybody's, is looked up when the mail is sent: here all take the same time.
      await queueMail(database.manager, 'resetPassword', email, null);
      wakeMail();
    },
  });
}
