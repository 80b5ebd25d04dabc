import { AppError, type Caller, forbidden } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { type Account, findAccount } from '../data/accounts.js';
import { checkPassword } from '../domain/passwords.js';

/** The caller's account; throws `unauthenticated` when it has been deleted since the token was issued. */
export async function requireAccount(manager: EntityManager, caller: Caller): Promise<Account> {
  const account = await findAccount(manager, { id: caller.userId });
  if (!account) throw new AppError('unauthenticated');
  return account;
}

/** The caller's account, once they have shown that they know its password; throws `forbidden` when they do not. */
export async function requirePassword(manager: EntityManager, caller: Caller, password: string): Promise<Account> {
  const account = await requireAccount(manager, caller);
  if (!(await checkPassword(account.passwordHash, password))) throw forbidden('The password is wrong.');
  return account;
}
