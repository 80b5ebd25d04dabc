import { ACCESS_TOKEN_SECONDS } from '@townsquare/contracts';
import { AppError, type Database, forbidden } from '@townsquare/kit';
import type { Request } from 'express';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { findAppealAgainst } from '../../moderation/data/appeals.js';
import { findSanction } from '../../moderation/data/sanctions.js';
import { appealText } from '../../moderation/domain/appeal-rules.js';
import { sanctionText } from '../../moderation/domain/moderation-rules.js';
import { type Account, findAccount, lockAccount } from '../data/accounts.js';
import { insertRefreshToken, insertSession } from '../data/sessions.js';
import { SecondFactorCode, TypedPassword } from '../domain/account-rules.js';
import { canonicalEmail } from '../domain/email-addresses.js';
import { checkPassword } from '../domain/passwords.js';
import { accountKey, passwordBudgets } from '../domain/sign-in-budgets.js';
import { rolesInTokens } from '../domain/token-rules.js';
import { throttled } from './throttled.js';
import type { IssuedTokens } from './token-delivery.js';

/** The body of a log-in with a password. */
export const LogInForm = z.strictObject({
  login: z
    .string()
    .trim()
    .min(1)
    .max(254)
    .transform((login) => (login.includes('@') ? canonicalEmail(login) : login.toLowerCase()))
    .meta({ description: 'The username or the e-mail address' }),
  password: TypedPassword,
  code: SecondFactorCode.optional(),
});

/**
 * Returns the account with this login and password; throws `invalid_credentials`. An unknown account and a wrong password get
 * the same response after the same work.
 */
export async function authenticate(
  { database, logger }: Pick<Context, 'database' | 'logger'>,
  { login, password }: Pick<z.infer<typeof LogInForm>, 'login' | 'password'>,
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

/** What beginning a session needs beside an authenticated account. */
interface Entry {
  request: Request;
  /** The code of the second factor. */
  code: string | undefined;
  /** Runs in the transaction that begins the session. */
  also?: (manager: EntityManager) => Promise<void>;
}

/** Begins a session of an authenticated account; throws when it is banned or suspended, or a code is missing or wrong. */
export async function beginSession(
  context: Context,
  account: Account,
  { request, code, also }: Entry,
): Promise<IssuedTokens> {
  const { database } = context;
  if (account.status === 'banned') throw forbidden(await reasonFor(database.manager, account.id));
  await requireCode(context, account, code);
  const started = await begin(database, account, request.get('user-agent') ?? '', also);
  return issueTokens(context, account, started.sessionId, started.refresh);
}

/** Throws unless the account has no second factor or the code is right. */
export async function requireCode(
  { secondFactors, wakeMail, logger }: Context,
  account: Account,
  code: string | undefined,
): Promise<void> {
  if (!account.secondFactor) return;
  if (code === undefined) throw new AppError('second_factor_required');
  if (!(await secondFactors.check(account, code))) {
    logger.warn({ userId: account.id }, 'a code of a second factor was wrong, after a right password');
    throw new AppError('invalid_credentials', 'The code is wrong.');
  }
  // A recovery code queues a mail to the owner.
  wakeMail();
}

/** Begins a session; throws when the account has been banned or its credentials have changed since it was read. */
function begin(
  database: Database,
  { id, credentialVersion }: Account,
  userAgent: string,
  also: Entry['also'],
): Promise<{ sessionId: string; refresh: IssuedTokens['refresh'] }> {
  return database.transaction(async ({ manager }) => {
    const current = await lockAccount(manager, id);
    if (current?.status !== 'active' || current.credentialVersion !== credentialVersion)
      throw new AppError('invalid_credentials');
    await also?.(manager);
    const sessionId = await insertSession(manager, id, userAgent);
    return { sessionId, refresh: await insertRefreshToken(manager, id, sessionId) };
  });
}

/** Returns why the owner of a banned account cannot sign in, and the state of their appeal. */
async function reasonFor(manager: EntityManager, userId: string): Promise<string> {
  const sanction = await findSanction(manager, userId);
  if (!sanction) return 'This account is banned.';
  const appeal = await findAppealAgainst(manager, 'sanction', sanction.id);
  return appeal ? `${sanctionText(sanction)} ${appealText(appeal, undefined)}` : sanctionText(sanction);
}

/** Returns the tokens of a log-in or refresh: a new access token and the refresh token, which is stored already. */
export async function issueTokens(
  { accessTokens, staffSecondFactor }: Context,
  account: Account,
  sessionId: string,
  refresh: IssuedTokens['refresh'],
): Promise<IssuedTokens> {
  const userId = account.id;
  const roles = rolesInTokens(account, staffSecondFactor);
  const accessToken = await accessTokens.issue({ userId, roles, sessionId });
  return { access: { accessToken, tokenType: 'Bearer', expiresIn: ACCESS_TOKEN_SECONDS, userId }, refresh };
}
