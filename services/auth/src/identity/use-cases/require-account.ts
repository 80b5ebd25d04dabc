import { AppError, type Caller, conflict, type Database, forbidden, invalidField } from '@townsquare/kit';
import type { Request } from 'express';
import type { EntityManager } from 'typeorm';
import type { Context } from '../../context.js';
import { type Account, findAccount } from '../data/accounts.js';
import { findSession } from '../data/sessions.js';
import { checkPassword } from '../domain/passwords.js';
import { RECENT_SIGN_IN_SECONDS } from '../domain/providers.js';
import { sessionBudget } from '../domain/sign-in-budgets.js';
import { throttled } from './throttled.js';

/** The caller's account; throws `unauthenticated` when it has been deleted since the token was issued. */
export async function requireAccount(manager: EntityManager, caller: Caller): Promise<Account> {
  const account = await findAccount(manager, { id: caller.userId });
  if (!account) throw new AppError('unauthenticated');
  return account;
}

/**
 * The caller's account, once they have shown that they know its password; throws `forbidden` when they do not. Where it
 * has none, a sign-in with a provider a short while ago shows as much.
 */
export async function requirePassword(
  database: Database,
  { caller }: { caller: Caller; request: Request },
  password: string | undefined,
): Promise<Account> {
  const account = await requireAccount(database.manager, caller);
  if (account.passwordHash === null) {
    await requireRecentSignIn(database.manager, caller);
    return account;
  }
  if (password === undefined) throw invalidField('password', 'is needed');
  if (
    !(await throttled(database, [sessionBudget(caller.sessionId)], () => checkPassword(account.passwordHash, password)))
  )
    throw forbidden('The password is wrong.');
  return account;
}

async function requireRecentSignIn(manager: EntityManager, { userId, sessionId }: Caller): Promise<void> {
  const session = await findSession(manager, userId, sessionId);
  if (!session) throw new AppError('unauthenticated');
  if (session.createdAt.getTime() < Date.now() - RECENT_SIGN_IN_SECONDS * 1000)
    throw forbidden('You have signed in too long ago for this: sign in again first.');
}

/** The caller's account, once they have shown all that a log-in would ask them for. */
export async function requireProof(
  { database, secondFactors }: Pick<Context, 'database' | 'secondFactors'>,
  asking: { caller: Caller; request: Request },
  { password, code }: { password?: string | undefined; code?: string | undefined },
): Promise<Account> {
  const account = await requirePassword(database, asking, password);
  if (!account.secondFactor) return account;
  if (code === undefined) throw invalidField('code', 'is needed');
  await secondFactors.require(account, code);
  return account;
}

/** The caller's account, once they have shown that they know its password and have its second factor. */
export async function requireSecondFactor(
  { database, secondFactors }: Pick<Context, 'database' | 'secondFactors'>,
  asking: { caller: Caller; request: Request },
  { password, code }: { password?: string | undefined; code: string },
): Promise<Account> {
  const account = await requirePassword(database, asking, password);
  if (!account.secondFactor) throw conflict('The account has no second factor.');
  await secondFactors.require(account, code);
  return account;
}
