import { ATTEMPTS } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { verifyEmail } from '../data/accounts.js';
import { takeToken } from '../data/one-time-tokens.js';
import { MailedToken } from '../domain/account-rules.js';

export function verifyOwnEmail({ database }: Context): Route {
  return defineRoute({
    ...ATTEMPTS.verifyEmail,
    summary: 'Verify an e-mail address with the code that was sent to it',
    tag: 'auth',
    access: 'public',
    wrongGuess: ['invalid_token'],
    body: z.strictObject({ token: MailedToken }),
    status: 204,
    errors: ['invalid_token'],
    async handle({ body }) {
      await database.transaction(async ({ manager }) => {
        const { userId, email } = await takeToken(manager, ['verifyEmail'], body.token);
        await verifyEmail(manager, userId, email);
      });
    },
  });
}
