import { AppError } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { type Account, findAccount } from '../data/accounts.js';
import { SecondFactorCode, TypedPassword } from '../domain/account-rules.js';
import { canonicalEmail } from '../domain/email-addresses.js';
import { checkPassword } from '../domain/passwords.js';
import { accountKey, passwordBudgets } from '../domain/sign-in-budgets.js';
import { throttled } from './throttled.js';

/** What somebody gives who has no session. */
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

/** The account whose password this is. One answer for an unknown account and a wrong password, and the same work. */
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
