import { ATTEMPTS } from '@townsquare/contracts';
import { AppError, defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { queueMail } from '../../mail/data/mails.js';
import { markEmailVerified } from '../data/accounts.js';
import { renewCredentials } from '../data/credentials.js';
import { takeToken } from '../data/one-time-tokens.js';
import { deleteSecondFactor } from '../data/second-factors.js';
import { MailedToken } from '../domain/account-rules.js';

export function verifyEmail({ database, wakeMail }: Context): Route {
  return defineRoute({
    ...ATTEMPTS.verifyEmail,
    summary: 'Verify an e-mail address with the code that was sent to it',
    description:
      'Without an access token of the account, a second factor is turned off: the code proves who reads the mailbox, not ' +
      'who set up the second factor.',
    tag: 'auth',
    access: 'optional',
    wrongGuess: ['invalid_token'],
    body: z.strictObject({ token: MailedToken }),
    status: 204,
    errors: ['invalid_token'],
    async handle({ caller, body }) {
      await database.transaction(async ({ manager }) => {
        const { userId, email } = await takeToken(manager, ['verifyEmail'], body.token);
        if (!(await markEmailVerified(manager, userId, email))) throw new AppError('invalid_token');
        // From now on a reset of the password would keep the second factor.
        if (caller?.userId !== userId && (await deleteSecondFactor(manager, userId)))
          await queueMail(manager, 'secondFactorOff', email, userId);
        await renewCredentials(manager, userId, 'emailVerified');
      });
      wakeMail();
    },
  });
}
