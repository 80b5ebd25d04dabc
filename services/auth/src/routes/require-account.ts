import { AppError, addressKey, type Caller, clientAddress, conflict, type Database, forbidden } from '@townsquare/kit';
import type { Request } from 'express';
import type { EntityManager } from 'typeorm';
import type { Context } from '../context.js';
import { type Account, findAccount } from '../data/accounts.js';
import { checkPassword } from '../domain/passwords.js';
import { accountKey, passwordBudgets } from '../domain/sign-in-budgets.js';
import { throttled } from '../sign-in/throttled.js';

/** The caller's account; throws `unauthenticated` when it has been deleted since the token was issued. */
export async function requireAccount(manager: EntityManager, caller: Caller): Promise<Account> {
  const account = await findAccount(manager, { id: caller.userId });
  if (!account) throw new AppError('unauthenticated');
  return account;
}

/** The caller's account, once they have shown that they know its password; throws `forbidden` when they do not. */
export async function requirePassword(
  database: Database,
  { caller, request }: { caller: Caller; request: Request },
  password: string,
): Promise<Account> {
  const account = await requireAccount(database.manager, caller);
  const budgets = passwordBudgets(accountKey(account, ''), addressKey(clientAddress(request)));
  if (!(await throttled(database, budgets, () => checkPassword(account.passwordHash, password))))
    throw forbidden('The password is wrong.');
  return account;
}

/** The caller's account, once they have shown that they know its password and have its second factor. */
export async function requireSecondFactor(
  { database, secondFactors }: Pick<Context, 'database' | 'secondFactors'>,
  asking: { caller: Caller; request: Request },
  { password, code }: { password: string; code: string },
): Promise<Account> {
  const account = await requirePassword(database, asking, password);
  if (!account.secondFactor) throw conflict('The account has no second factor.');
  await secondFactors.require(account, code);
  return account;
}
