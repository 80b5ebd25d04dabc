import { ATTEMPTS } from '@townsquare/contracts';
import { AppError, defineRoute, type Route, type Transaction } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { queueMail } from '../../mail/data/mails.js';
import { type Account, findAccount, markEmailVerified, updatePassword } from '../data/accounts.js';
import { forgetAttempts } from '../data/attempts.js';
import { renewCredentials } from '../data/credentials.js';
import { deleteUnvouchedIdentities } from '../data/identities.js';
import { type OneTimeToken, readToken, takeToken } from '../data/one-time-tokens.js';
import { deleteSecondFactor } from '../data/second-factors.js';
import { MailedToken, NewPassword } from '../domain/account-rules.js';
import { hashPassword, refusePersonalPassword } from '../domain/passwords.js';
import { accountBudget, accountKey } from '../domain/sign-in-budgets.js';

export function resetPassword({ database, wakeMail }: Context): Route {
  return defineRoute({
    ...ATTEMPTS.resetPassword,
    summary: 'Choose a new password with the code from the mail; every session ends',
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

/** Returns the account that a token was sent to; throws `invalid_token` when its address has changed since. */
async function holder(manager: EntityManager, { userId, email }: OneTimeToken): Promise<Account> {
  const account = await findAccount(manager, { id: userId, email });
  if (!account) throw new AppError('invalid_token');
  return account;
}

async function setPassword(tx: Transaction, account: Account, passwordHash: string): Promise<void> {
  const { id, email } = account;
  await updatePassword(tx, id, passwordHash);
  // An owner who was locked out by the guesses of others can log in again. The code proves the address.
  await forgetAttempts(tx.manager, [accountBudget(accountKey(account, ''))]);
  await markEmailVerified(tx.manager, id, email);
  await dropUnproven(tx.manager, account);
  await renewCredentials(tx.manager, id, 'passwordReset');
  await queueMail(tx.manager, 'passwordChanged', email, id);
}

/**
 * Deletes what a person other than the reader of the mailbox may have set up: an identity, unless its provider vouched for
 * the address; and a second factor from before the address was first verified. A later second factor stays: access to the
 * mailbox alone must not get around it (OWASP ASVS 5.0, 6.4.3).
 */
async function dropUnproven(manager: EntityManager, account: Account): Promise<void> {
  const { id, email, emailVerified } = account;
  if (await deleteUnvouchedIdentities(manager, account)) await queueMail(manager, 'identityUnlinked', email, id);
  if (!emailVerified && (await deleteSecondFactor(manager, id))) await queueMail(manager, 'secondFactorOff', email, id);
}
