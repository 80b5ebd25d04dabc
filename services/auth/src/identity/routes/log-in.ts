import { ATTEMPTS } from '@townsquare/contracts';
import { addressKey, clientAddress, defineRoute, type Route } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { type Account, replacePasswordHash } from '../data/accounts.js';
import { hashPassword, isOutdated } from '../domain/passwords.js';
import { authenticate, beginSession, LogInForm } from '../use-cases/begin-session.js';
import { TokenDelivery, tokenDelivery } from '../use-cases/token-delivery.js';
import { TokensView } from '../views/account-views.js';

const Body = z.strictObject({ ...LogInForm.shape, tokenDelivery: TokenDelivery });

export function logIn(context: Context): Route {
  const { database, logger } = context;
  return defineRoute({
    ...ATTEMPTS.logIn,
    summary: 'Log in',
    description:
      'Failed attempts are limited for each account and each address. The response is the same for an unknown account and ' +
      'a wrong password. An account with a second factor needs a code too; each code is valid once.',
    tag: 'auth',
    access: 'public',
    wrongGuess: ['invalid_credentials'],
    body: Body,
    answer: TokensView,
    errors: ['invalid_credentials', 'second_factor_required', 'forbidden'],
    async handle({ body, request, response }) {
      const deliver = tokenDelivery(context, body.tokenDelivery, { request, response });
      const address = addressKey(clientAddress(request));
      const account = await authenticate(context, body, address);
      const tokens = await beginSession(context, account, { request, code: body.code });
      await renewHash(database.manager, account, body.password);
      logger.info({ userId: account.id, address }, 'a user logged in');
      return deliver(tokens);
    },
  });
}

/** Hashes the password again where its hash was made with old parameters. */
async function renewHash(manager: EntityManager, { id, passwordHash }: Account, password: string): Promise<void> {
  if (!passwordHash || !isOutdated(passwordHash)) return;
  await replacePasswordHash(manager, id, passwordHash, await hashPassword(password));
}
