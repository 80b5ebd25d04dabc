import { ATTEMPTS } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { queueMail } from '../../mail/data/mails.js';
import { Email } from '../domain/account-rules.js';

export function forgetPassword({ database, wakeMail }: Context): Route {
  return defineRoute({
    ...ATTEMPTS.forgetPassword,
    summary: 'Send a code by mail to choose a new password with',
    description: 'The response is the same whether or not an account has that address.',
    tag: 'auth',
    access: 'public',
    body: z.strictObject({ email: Email }),
    status: 202,
    async handle({ body: { email } }) {
      // The account is looked up when the mail is sent, so that every request takes the same time.
      await queueMail(database.manager, 'resetPassword', email, null);
      wakeMail();
    },
  });
}
