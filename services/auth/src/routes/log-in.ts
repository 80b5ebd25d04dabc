import { AppError, addressKey, clientAddress, defineRoute, type Route } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Context } from '../context.js';
import { type Account, findAccount, replacePasswordHash } from '../data/accounts.js';
import { SecondFactorCode, TypedPassword } from '../domain/account-rules.js';
import { checkPassword, hashPassword, isOutdated } from '../domain/passwords.js';
import { accountKey, passwordBudgets } from '../domain/sign-in-budgets.js';
import { throttled } from '../sign-in/throttled.js';
import { beginSession } from './begin-session.js';
import { TokensView } from './views.js';

const Body = z.strictObject({
  login: z.string().trim().toLowerCase().min(1).max(254).meta({ description: 'The username or the e-mail address' }),
  password: TypedPassword,
  code: SecondFactorCode.optional(),
});

export function logIn(context: Context): Route {
  const { database, logger } = context;
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
      const address = addressKey(clientAddress(request));
      const account = await authenticate(context, login, password, address);
      const tokens = await beginSession(context, account, { request, code });
      await renewHash(database.manager, account, password);
      logger.info({ userId: account.id, address }, 'somebody logged in');
      return tokens;
    },
  });
}

/** The account whose password this is. One answer for an unknown account and a wrong password, and the same work. */
async function authenticate(
  { database, logger }: Context,
  login: string,
  password: string,
  address: string,
): Promise<Account> {
  const where = login.includes('@') ? { email: login } : { username: login };
  const account = await findAccount(database.manager, where);
  const budgets = passwordBudgets(accountKey(account, login), address);
  const matches = await throttled(database, budgets, () => checkPassword(account?.passwordHash, password));
  if (account && matches) return account;
  logger.info({ userId: account?.id ?? null, address }, 'a log-in failed');
  throw new AppError('invalid_credentials');
}

/** Hashes a password anew with today's parameters, now that it is known. */
async function renewHash(manager: EntityManager, { id, passwordHash }: Account, password: string): Promise<void> {
  if (!passwordHash || !isOutdated(passwordHash)) return;
  await replacePasswordHash(manager, id, passwordHash, await hashPassword(password));
}
