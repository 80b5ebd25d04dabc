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

/** Returns the caller's account; throws `unauthenticated` when it has been deleted since the token was issued. */
export async function requireAccount(manager: EntityManager, caller: Caller): Promise<Account> {
  const account = await findAccount(manager, { id: caller.userId });
  if (!account) throw new AppError('unauthenticated');
  return account;
}

/**
 * Returns the caller's account if the password is right; throws `forbidden` otherwise. An account without a password needs a
 * recent sign-in with a provider instead.
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
  if (password === undefined) throw invalidField('password', 'is required');
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
    throw forbidden('This needs a recent sign-in: sign in again first.');
}

/** Returns the caller's account if they give everything that a log-in needs. */
export async function requireProof(
  { database, secondFactors }: Pick<Context, 'database' | 'secondFactors'>,
  asking: { caller: Caller; request: Request },
  { password, code }: { password?: string | undefined; code?: string | undefined },
): Promise<Account> {
  const account = await requirePassword(database, asking, password);
  if (!account.secondFactor) return account;
  if (code === undefined) throw invalidField('code', 'is required');
  await secondFactors.require(account, code);
  return account;
}

/** Returns the caller's account if the password and a code of the second factor are right. */
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
