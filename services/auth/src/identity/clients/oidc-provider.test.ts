import { expect, test } from '@jest/globals';
import { challengeOf } from '../domain/providers.js';
import { OidcProvider } from './oidc-provider.js';
import { ProviderFault } from './provider.js';

// Nothing listens there: a check that is left out ends in a request, and so in `unavailable`.
const ISSUER = 'http://127.0.0.1:1';
const CALLBACK = 'https://town.example/back';
const secrets = { nonce: 'a nonce', verifier: 'v'.repeat(43) };
const metadata = {
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}/authorize`,
  token_endpoint: `${ISSUER}/token`,
  jwks_uri: `${ISSUER}/keys`,
};
const provider = new OidcProvider(
  { id: 'google', issuer: ISSUER, scope: 'openid', metadata, vouchesForEmail: true },
  { clientId: 'town', clientSecret: 'secret' },
);

test('a sign-in sends the state, the nonce and the challenge of its flow', async () => {
  const { searchParams } = await provider.authorizationUrl(CALLBACK, 'a state', secrets);
  expect(Object.fromEntries(searchParams)).toEqual({
    client_id: 'town',
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: 'openid',
    state: 'a state',
    nonce: 'a nonce',
    code_challenge: challengeOf(secrets.verifier),
    code_challenge_method: 'S256',
  });
});

test.each([
  ['a user who cancels', 'error=access_denied&state=a%20state', 'declined'],
  ['a server that failed', 'error=server_error&state=a%20state', 'unavailable'],
  ['another error', 'error=invalid_scope&state=a%20state', 'refused'],
  ['another state', 'code=one&state=other', 'refused'],
  ['another issuer', 'code=one&state=a%20state&iss=https%3A%2F%2Fevil.example', 'refused'],
  ['a user who cancels at another issuer', 'error=access_denied&state=a%20state&iss=https://evil.example', 'refused'],
  ['two codes', 'code=one&code=two&state=a%20state', 'refused'],
  ['neither a code nor an error', 'state=a%20state', 'refused'],
  ['a code of the right flow, at a server that is down', 'code=one&state=a%20state', 'unavailable'],
])('a response to the browser with %s has its own kind of fault', async (_what, query, kind) => {
  const fault = await provider.identify(new URL(`${CALLBACK}?${query}`), 'a state', secrets).catch((error) => error);
  expect(fault).toBeInstanceOf(ProviderFault);
  expect(fault.kind).toBe(kind);
});
