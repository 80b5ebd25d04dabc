import { ATTEMPTS } from '@townsquare/contracts';
import { addressKey, clientAddress, defineRoute, type Route } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import type { Context } from '../../context.js';
import { type Account, replacePasswordHash } from '../data/accounts.js';
import { hashPassword, isOutdated } from '../domain/passwords.js';
import { authenticate, beginSession, LogInForm } from '../use-cases/begin-session.js';
import { TokensView } from '../views/account-views.js';

export function logIn(context: Context): Route {
  const { database, logger } = context;
  return defineRoute({
    ...ATTEMPTS.logIn,
    summary: 'Log in',
    description:
      'Attempts that fail are limited for each account and each address. An unknown account and a wrong password have ' +
      'the same answer. An account with a second factor needs a code as well, each of which is good once.',
    tag: 'auth',
    access: 'public',
    wrongGuess: ['invalid_credentials'],
    body: LogInForm,
    answer: TokensView,
    errors: ['invalid_credentials', 'second_factor_required', 'forbidden'],
    async handle({ body, request }) {
      const address = addressKey(clientAddress(request));
      const account = await authenticate(context, body, address);
      const tokens = await beginSession(context, account, { request, code: body.code });
      await renewHash(database.manager, account, body.password);
      logger.info({ userId: account.id, address }, 'somebody logged in');
      return tokens;
    },
  });
}

/** Hashes a password anew with today's parameters, now that it is known. */
async function renewHash(manager: EntityManager, { id, passwordHash }: Account, password: string): Promise<void> {
  if (!passwordHash || !isOutdated(passwordHash)) return;
  await replacePasswordHash(manager, id, passwordHash, await hashPassword(password));
}
