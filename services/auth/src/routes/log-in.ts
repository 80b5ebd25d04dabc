import { AppError, addressKey, clientAddress, defineRoute, forbidden, type Route } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Context } from '../context.js';
import { type Account, findAccount, replacePasswordHash } from '../data/accounts.js';
import { findSanction } from '../data/sanctions.js';
import { insertRefreshToken, insertSession } from '../data/sessions.js';
import { SecondFactorCode, TypedPassword } from '../domain/account-rules.js';
import { checkPassword, hashPassword, isOutdated } from '../domain/passwords.js';
import { sanctionText } from '../domain/sanction-text.js';
import { accountKey, passwordBudgets } from '../domain/sign-in-budgets.js';
import { throttled } from '../sign-in/throttled.js';
import { issueTokens } from './issue-tokens.js';
import { TokensView } from './views.js';

const Body = z.strictObject({
  login: z.string().trim().toLowerCase().min(1).max(254).meta({ description: 'The username or the e-mail address' }),
  password: TypedPassword,
  code: SecondFactorCode.optional(),
});

/** Why somebody who has given the right password is not let in. */
async function reasonFor(manager: EntityManager, userId: string): Promise<string> {
  const sanction = await findSanction(manager, userId);
  return sanction ? sanctionText(sanction) : 'This account is banned.';
}

/** Hashes a password anew with today's parameters, now that it is known. */
async function renewHash(manager: EntityManager, { id, passwordHash }: Account, password: string): Promise<void> {
  if (!passwordHash || !isOutdated(passwordHash)) return;
  await replacePasswordHash(manager, id, passwordHash, await hashPassword(password));
}

export function logIn(context: Context): Route {
  const { database, secondFactors, wakeMail } = context;
  return defineRoute({
    method: 'post',
    path: '/api/v1/auth/login',
    summary: 'Log in',
    description:
      'Attempts that fail are limited for each account and each address. An unknown account and a wrong password have ' +
      'the same answer. An account with a second factor needs a code as well, each of which is good once.',
    tag: 'auth',
    access: 'public',
    body: Body,
    answer: TokensView,
    errors: ['invalid_credentials', 'second_factor_required', 'forbidden'],
    async handle({ body: { login, password, code }, request }) {
      const where = login.includes('@') ? { email: login } : { username: login };
      const account = await findAccount(database.manager, where);
      // One answer for an unknown account and a wrong password, and the same work for both.
      const budgets = passwordBudgets(accountKey(account, login), addressKey(clientAddress(request)));
      const matches = await throttled(database, budgets, () => checkPassword(account?.passwordHash, password));
      if (!account || !matches) throw new AppError('invalid_credentials');
      if (account.status === 'banned') throw forbidden(await reasonFor(database.manager, account.id));
      if (account.secondFactor) {
        if (code === undefined) throw new AppError('second_factor_required');
        if (!(await secondFactors.check(account, code)))
          throw new AppError('invalid_credentials', 'The code is wrong.');
        wakeMail();
      }
      await renewHash(database.manager, account, password);
      const { sessionId, refreshToken } = await database.transaction(async ({ manager }) => {
        const sessionId = await insertSession(manager, account.id, request.get('user-agent') ?? '');
        return { sessionId, refreshToken: await insertRefreshToken(manager, account.id, sessionId) };
      });
      return issueTokens(context, account, sessionId, refreshToken);
    },
  });
}
