import { ATTEMPTS } from '@townsquare/contracts';
import { AppError, defineRoute, type Route, type Transaction } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Context } from '../context.js';
import { type Account, findAccount, updatePassword, verifyEmail } from '../data/accounts.js';
import { forgetAttempts } from '../data/attempts.js';
import { deleteIdentities } from '../data/identities.js';
import { queueMail } from '../data/mails.js';
import { type OneTimeToken, readToken, takeToken } from '../data/one-time-tokens.js';
import { endSessions } from '../data/sessions.js';
import { MailedToken, NewPassword } from '../domain/account-rules.js';
import { hashPassword } from '../domain/passwords.js';
import { refusePersonalPassword } from '../domain/personal-words.js';
import { accountBudget, accountKey } from '../domain/sign-in-budgets.js';

export function resetPassword({ database, wakeMail }: Context): Route {
  return defineRoute({
    ...ATTEMPTS.resetPassword,
    summary: 'Choose a new password with the code that was sent; every session ends',
    tag: 'auth',
    access: 'public',
    wrongGuess: ['invalid_token'],
    body: z.strictObject({ token: MailedToken, newPassword: NewPassword }),
    status: 204,
    errors: ['invalid_token'],
    async handle({ body: { token, newPassword } }) {
      const account = await holder(database.manager, await readToken(database.manager, ['resetPassword'], token));
      refusePersonalPassword('newPassword', newPassword, account);
      const passwordHash = await hashPassword(newPassword);
      await database.transaction(async (tx) => {
        const taken = await takeToken(tx.manager, ['resetPassword'], token);
        await setPassword(tx, await holder(tx.manager, taken), passwordHash);
      });
      wakeMail();
    },
  });
}

/** The account that a token was sent to; throws `invalid_token` when that has another address by now. */
async function holder(manager: EntityManager, { userId, email }: OneTimeToken): Promise<Account> {
  const account = await findAccount(manager, { id: userId, email });
  if (!account) throw new AppError('invalid_token');
  return account;
}

async function setPassword(tx: Transaction, account: Account, passwordHash: string): Promise<void> {
  const { id, email, emailVerified } = account;
  await updatePassword(tx, id, passwordHash);
  // Whoever was locked out by the guesses of others gets in again, and has shown that the address is theirs.
  await forgetAttempts(tx.manager, [accountBudget(accountKey(account, ''))]);
  await verifyEmail(tx.manager, id, email);
  // Whoever linked them had not shown that the address is theirs: it may have been somebody who waited for its owner.
  if (!emailVerified) await deleteIdentities(tx.manager, id);
  await endSessions(tx.manager, id);
  await queueMail(tx.manager, 'passwordChanged', email, id);
}
