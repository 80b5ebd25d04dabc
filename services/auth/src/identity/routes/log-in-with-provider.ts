import { ATTEMPTS } from '@townsquare/contracts';
import { addressKey, clientAddress, defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { findAccountByIdentity } from '../data/accounts.js';
import { readProof, useProof } from '../data/sign-in-flows.js';
import { ProviderCode, SecondFactorCode } from '../domain/account-rules.js';
import { beginSession } from '../use-cases/begin-session.js';
import { openAccount } from '../use-cases/open-account.js';
import { TokenDelivery, tokenDelivery } from '../use-cases/token-delivery.js';
import { TokensView } from '../views/account-views.js';

const Body = z.strictObject({
  ...ProviderCode.shape,
  secondFactorCode: SecondFactorCode.optional(),
  tokenDelivery: TokenDelivery,
});

export function logInWithProvider(context: Context): Route {
  const { database, logger } = context;
  return defineRoute({
    ...ATTEMPTS.logInWithProvider,
    summary: 'Log in with the code from a sign-in at a provider',
    description:
      'Opens an account for an identity that is new. Fails where another account has its e-mail address: the owner of that ' +
      'account logs in and links the identity with the same code. An account with a second factor needs a code of it too.',
    tag: 'auth',
    access: 'public',
    wrongGuess: ['invalid_token', 'invalid_credentials'],
    body: Body,
    answer: TokensView,
    errors: ['invalid_token', 'invalid_credentials', 'second_factor_required', 'forbidden', 'conflict'],
    async handle({ body, request, response }) {
      const { code, codeVerifier, secondFactorCode } = body;
      const deliver = tokenDelivery(context, body.tokenDelivery, { request, response });
      const identity = await readProof(database.manager, code, codeVerifier);
      const known = await findAccountByIdentity(database.manager, identity);
      const account = known ?? (await openAccount(context, identity));
      const tokens = await beginSession(context, account, {
        request,
        code: secondFactorCode,
        also: (manager) => useProof(manager, code),
      });
      const address = addressKey(clientAddress(request));
      logger.info({ userId: account.id, address, provider: identity.provider }, 'a user logged in');
      return deliver(tokens);
    },
  });
}
