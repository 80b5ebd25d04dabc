import { conflict, defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../../context.js';
import { queueMail } from '../../mail/data/mails.js';
import { requireAccount } from '../use-cases/require-account.js';

export function sendVerification({ database, wakeMail }: Context): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/auth/me/verification',
    summary: 'Send the code that verifies the e-mail address again',
    description: 'Registration sends the first one. At most five mails an hour.',
    tag: 'auth',
    access: 'signedIn',
    status: 202,
    errors: ['conflict'],
    async handle({ caller }) {
      await database.transaction(async ({ manager }) => {
        const { id, email, emailVerified } = await requireAccount(manager, caller);
        if (emailVerified) throw conflict('The e-mail address is already verified.');
        await queueMail(manager, 'verifyEmail', email, id);
      });
      wakeMail();
    },
  });
}
