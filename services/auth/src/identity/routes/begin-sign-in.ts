import { randomBytes } from 'node:crypto';
import { defineRoute, invalidField, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { insertFlow } from '../data/sign-in-flows.js';
import { CodeChallenge } from '../domain/account-rules.js';
import { flowSecrets } from '../domain/providers.js';
import { ProviderParams, problemOf, requireProvider, setFlowCookie } from '../use-cases/sign-in-flow.js';

const Query = z.strictObject({
  codeChallenge: CodeChallenge,
  returnTo: z.url().max(500).optional().meta({
    description:
      'Where to redirect the browser at the end, one of the configured addresses, or the page `/sign-in/complete` of the web client. Without it, a page shows the code',
  }),
});

export function beginSignIn({ database, signIn }: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/auth/providers/{provider}',
    summary: 'Redirect the browser to a provider to sign in there',
    description:
      'At the end the browser is redirected to `returnTo` with a `code`, which is valid once and for ten minutes, or with ' +
      'an `error`. The client that has the verifier of `codeChallenge` (PKCE, S256) exchanges the code for tokens at ' +
      '`/api/v1/auth/login/provider`, or links the identity to an account at `/api/v1/auth/me/identities`.',
    tag: 'auth',
    access: 'public',
    params: ProviderParams,
    query: Query,
    status: 302,
    errors: ['not_found', 'unavailable'],
    async handle({ params, query: { codeChallenge, returnTo = null }, response }) {
      const provider = requireProvider(signIn, params.provider);
      if (returnTo !== null && !signIn.returnTo.includes(returnTo))
        throw invalidField('returnTo', 'is not one of the configured addresses');
      const cookie = randomBytes(32).toString('base64url');
      const flow = { provider: provider.id, challenge: codeChallenge, returnTo };
      const state = await insertFlow(database.manager, cookie, flow);
      const url = await provider
        .authorizationUrl(signIn.callbackOf(provider.id), state, flowSecrets(cookie))
        .catch((error) => Promise.reject(problemOf(provider.id, error)));
      setFlowCookie(response, signIn, cookie);
      response.set('cache-control', 'no-store').redirect(302, url.href);
    },
  });
}
