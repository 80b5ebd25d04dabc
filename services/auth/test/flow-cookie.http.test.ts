import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { TestService } from '@townsquare/kit/testing';
import supertest from 'supertest';
import { createSignIn } from '../src/app.js';
import { ProviderConfig } from '../src/config.js';
import { challengeOf } from '../src/identity/domain/providers.js';
import { SIDECAR, startAuthWithMail } from './support.js';

let service: TestService;
beforeAll(async () => {
  const config = ProviderConfig.parse({ PUBLIC_URL: 'https://town.example/' });
  const signIn = createSignIn(config, { github: { clientId: 'town', clientSecret: 'secret' } });
  ({ service } = await startAuthWithMail({ signIn }));
});
afterAll(() => service?.stop());

test('behind TLS the cookie of a sign-in is of this host alone, and the provider leads back there', async () => {
  const answer = await supertest(service.url)
    .get('/api/v1/auth/providers/github')
    .query({ codeChallenge: challengeOf('v'.repeat(43)) })
    .set(SIDECAR)
    // What a client says of the host changes nothing.
    .set('host', 'evil.example')
    .set('x-forwarded-host', 'evil.example')
    .expect(302);
  expect(answer.get('set-cookie')).toEqual([
    expect.stringMatching(
      /^__Host-sign-in=[\w-]{43}; Max-Age=600; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/,
    ),
  ]);
  const redirectUri = new URL(answer.get('location')!).searchParams.get('redirect_uri');
  expect(redirectUri).toBe('https://town.example/api/v1/auth/providers/github/callback');
});
