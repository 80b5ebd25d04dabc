import { describe, expect, test } from '@jest/globals';
import { ProviderConfig } from '../../config.js';
import { createProviders } from './create-providers.js';

const credentials = { clientId: 'town', clientSecret: 'secret' };
const secrets = { nonce: 'a nonce', verifier: 'v'.repeat(43) };

describe('the providers', () => {
  test('are those with credentials', () => {
    const config = ProviderConfig.parse({});
    expect([...createProviders(config, { github: credentials, google: credentials }).keys()]).toEqual([
      'google',
      'github',
    ]);
    expect(createProviders(config, {}).size).toBe(0);
  });

  test.each([
    ['facebook', 'https://www.facebook.com/v23.0/dialog/oauth', 'openid email public_profile'],
    ['github', 'https://github.com/login/oauth/authorize', 'read:user user:email'],
  ] as const)('%s is where it is unless another server is configured', async (id, address, scope) => {
    const provider = createProviders(ProviderConfig.parse({}), { [id]: credentials }).get(id)!;
    const url = await provider.authorizationUrl('https://town.example/back', 'a state', secrets);
    expect(url.origin + url.pathname).toBe(address);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      client_id: 'town',
      redirect_uri: 'https://town.example/back',
      response_type: 'code',
      state: 'a state',
      scope,
      code_challenge_method: 'S256',
    });
  });
});
