import { ATTEMPTS } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { queueMail } from '../../mail/data/mails.js';
import { findAccount, updateEmail } from '../data/accounts.js';
import { renewCredentials } from '../data/credentials.js';
import { agreeToEmailChange, deleteEmailChange, type EmailChange } from '../data/email-changes.js';
import { takeToken } from '../data/one-time-tokens.js';
import { MailedToken } from '../domain/account-rules.js';

export function confirmEmail({ database, wakeMail }: Context): Route {
  return defineRoute({
    ...ATTEMPTS.confirmEmail,
    summary: 'Confirm a change of the e-mail address with the code that was sent to the old or the new address',
    tag: 'auth',
    access: 'public',
    wrongGuess: ['invalid_token'],
    body: z.strictObject({ token: MailedToken }),
    answer: z.object({
      changed: z
        .boolean()
        .meta({ description: 'Whether the address has changed; false while another code is missing' }),
    }),
    errors: ['invalid_token', 'conflict'],
    async handle({ body }) {
      const changed = await database.transaction(async ({ manager }) => {
        const token = await takeToken(manager, ['leaveEmail', 'enterEmail'], body.token);
        const change = await agreeToEmailChange(manager, token);
        if (!change.isLeaving || !change.isEntering) return false;
        await finish(manager, token.userId, change);
        return true;
      });
      wakeMail();
      return { changed };
    },
  });
}

async function finish(manager: EntityManager, userId: string, { newEmail, sessionId }: EmailChange): Promise<void> {
  const account = await findAccount(manager, { id: userId });
  if (!account) return;
  await updateEmail(manager, userId, newEmail);
  await deleteEmailChange(manager, userId);
  await renewCredentials(manager, userId, 'emailChanged', sessionId ?? undefined);
  await queueMail(manager, 'emailChanged', account.email, userId);
}
