import {
  AppError,
  addressKey,
  clientAddress,
  type Database,
  defineRoute,
  forbidden,
  type Route,
} from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Context } from '../context.js';
import { type Account, findAccount, lockAccount, replacePasswordHash } from '../data/accounts.js';
import { findAppealAgainst } from '../data/appeals.js';
import { findSanction } from '../data/sanctions.js';
import { insertRefreshToken, insertSession } from '../data/sessions.js';
import { SecondFactorCode, TypedPassword } from '../domain/account-rules.js';
import { appealText } from '../domain/appeal-rules.js';
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
      if (account.status === 'banned') throw forbidden(await reasonFor(database.manager, account.id));
      await requireCode(context, account, code);
      const started = await begin(database, account, request.get('user-agent') ?? '');
      await renewHash(database.manager, account, password);
      logger.info({ userId: account.id, address }, 'somebody logged in');
      return issueTokens(context, account, started.sessionId, started.refreshToken);
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

/** Throws unless the account has no second factor, or the code is good. */
async function requireCode(
  { secondFactors, wakeMail, logger }: Context,
  account: Account,
  code: string | undefined,
): Promise<void> {
  if (!account.secondFactor) return;
  if (code === undefined) throw new AppError('second_factor_required');
  if (!(await secondFactors.check(account, code))) {
    logger.warn({ userId: account.id }, 'a code of a second factor was wrong, after the right password');
    throw new AppError('invalid_credentials', 'The code is wrong.');
  }
  // The owner is told of a recovery code.
  wakeMail();
}

/** Begins a session; throws when the account has been banned or has got another password since it was looked at. */
function begin(
  database: Database,
  { id, passwordHash }: Account,
  userAgent: string,
): Promise<{ sessionId: string; refreshToken: string }> {
  return database.transaction(async ({ manager }) => {
    const current = await lockAccount(manager, id);
    if (current?.status !== 'active' || current.passwordHash !== passwordHash)
      throw new AppError('invalid_credentials');
    const sessionId = await insertSession(manager, id, userAgent);
    return { sessionId, refreshToken: await insertRefreshToken(manager, id, sessionId) };
  });
}

/** Why somebody who has given the right password is not let in. */
async function reasonFor(manager: EntityManager, userId: string): Promise<string> {
  const sanction = await findSanction(manager, userId);
  if (!sanction) return 'This account is banned.';
  const appeal = await findAppealAgainst(manager, 'sanction', sanction.id);
  return appeal ? `${sanctionText(sanction)} ${appealText(appeal, undefined)}` : sanctionText(sanction);
}

/** Hashes a password anew with today's parameters, now that it is known. */
async function renewHash(manager: EntityManager, { id, passwordHash }: Account, password: string): Promise<void> {
  if (!passwordHash || !isOutdated(passwordHash)) return;
  await replacePasswordHash(manager, id, passwordHash, await hashPassword(password));
}
