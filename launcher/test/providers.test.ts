import { describe, expect, test } from '@jest/globals';
import { providerEnvironment, providerSecrets, providerSecretsOf } from '../src/providers.js';
import { completeSecrets } from '../src/secrets.js';
import type { Town } from '../src/town.js';

const town: Town = { kind: 'town', home: '/srv/town', base: 5000, profile: 'redis', instances: 1, cache: '/tmp/cache' };
const google = { TOWN_GOOGLE_CLIENT_ID: 'id', TOWN_GOOGLE_CLIENT_SECRET: 'secret' };

describe('the credentials of providers', () => {
  test('come from the environment, both or none', () => {
    expect(providerSecrets({ ...google, TOWN_GITHUB_CLIENT_ID: 'alone' })).toEqual({
      'auth-google': { clientId: 'id', clientSecret: 'secret' },
    });
  });

  test('stay when the environment no longer has them', () => {
    const logins = { redis: { password: 'p' }, mail: { user: '', password: '' } };
    const first = completeSecrets({}, logins, providerSecrets(google));
    expect(completeSecrets(first, logins, providerSecrets({}))).toEqual(first);
  });

  test("are a stand-in's in the town of the tests, whatever the environment has", () => {
    const secrets = providerSecretsOf({ ...town, kind: 'test' }, google);
    expect(Object.keys(secrets)).toEqual(['auth-google', 'auth-github']);
    expect(secrets['auth-google']?.clientId).not.toBe('id');
  });
});

describe('the way to the providers and back', () => {
  test('leads back to the gateway, or to where it is reached from outside', () => {
    expect(providerEnvironment(town, {})).toEqual({ PUBLIC_URL: 'http://127.0.0.1:5000', SIGN_IN_RETURN_TO: '' });
    const env = { TOWN_PUBLIC_URL: 'https://town.example', TOWN_SIGN_IN_RETURN_TO: 'https://app.example/in' };
    expect(providerEnvironment(town, env)).toEqual({
      PUBLIC_URL: 'https://town.example',
      SIGN_IN_RETURN_TO: 'https://app.example/in',
    });
  });

  test('in the town of the tests leads to a server of theirs', () => {
    expect(providerEnvironment({ ...town, kind: 'test' }, {})).toMatchObject({
      OAUTH_GOOGLE_ISSUER: 'http://127.0.0.1:5514',
      OAUTH_GITHUB_URL: 'http://127.0.0.1:5514',
    });
  });
});
