import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { AuthWithProviders, RETURN_TO } from './provider-support.js';
import { PUBLIC_URL, post, SIDECAR } from './support.js';

let town: AuthWithProviders;
beforeAll(async () => {
  town = await AuthWithProviders.start(['google', 'github']);
});
afterEach(() => {
  town.server.isDown = false;
  town.server.spoil = undefined;
  town.server.isForging = false;
});
afterAll(() => town?.stop());

const get = (path: string) => supertest(town.service.url).get(`/api/v1/auth/${path}`).set(SIDECAR);
const person = (login: string, more: object = {}) =>
  town.server.people.set(login, { name: login, email: `${login}@example.org`, emailVerified: true, ...more });

describe('the providers', () => {
  test('are those that there are credentials for; the others have no routes', async () => {
    const { body } = await get('providers').expect(200);
    expect(body.items).toEqual([
      { id: 'google', name: 'Google' },
      { id: 'github', name: 'GitHub' },
    ]);
    const codeChallenge = town.app().beginUrl().searchParams.get('codeChallenge');
    for (const absent of ['facebook', 'myspace']) {
      await get(`providers/${absent}`).query({ codeChallenge }).expect(404);
      await get(`providers/${absent}/callback`).query({ state: 'any', code: 'any' }).expect(404);
    }
  });
});

describe('a sign-in with a provider', () => {
  test('leads there with state, nonce and PKCE, and binds all of it to the browser', async () => {
    const { status, headers } = await town.app().browser.ask(town.app().beginUrl());
    expect(status).toBe(302);
    const asked = new URL(headers.get('location')!);
    expect(asked.origin).toBe(town.server.issuer);
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({
      client_id: 'town-at-google',
      response_type: 'code',
      scope: 'openid email profile',
      code_challenge_method: 'S256',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(headers.getSetCookie()[0]).toMatch(/^sign-in=[\w-]{43}; Max-Age=600; Path=\/; .*HttpOnly; SameSite=Lax$/);
  });

  test('ends with a code, and that with tokens, once', async () => {
    person('ana');
    const app = town.app();
    const callback = await app.visitProvider('ana');
    const { headers } = await app.finish(callback);
    const back = new URL(headers.get('location')!);
    expect(back.href).toMatch(`${RETURN_TO}?code=`);
    expect([...back.searchParams.keys()]).toEqual(['code']);
    const code = back.searchParams.get('code')!;
    const { body } = await app.exchange(code).expect(200);
    const authorization = `Bearer ${body.accessToken}`;
    await get('me').set({ authorization }).expect(200);
    await app.exchange(code).expect(400, /invalid_token/);
    expect((await app.finish(callback)).status).toBe(400);
  });

  test.each(['google', 'github'] as const)('knows somebody again who comes from %s', async (provider) => {
    person(`bea-${provider}`);
    const first = await town.app(provider);
    const one = await first.exchange(await first.codeFor(`bea-${provider}`)).expect(200);
    const second = town.app(provider);
    const other = await second.exchange(await second.codeFor(`bea-${provider}`)).expect(200);
    expect(other.body.userId).toBe(one.body.userId);
  });

  test('shows the code where there is nowhere to lead to', async () => {
    person('carl');
    const app = town.app();
    const { status, headers, text } = await app.finish(await app.visitProvider('carl', null));
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    await app.exchange(/<code>(.+)<\/code>/.exec(text)![1]!).expect(200);
  });

  test('ends at the page of the web client, which gets its tokens in a cookie', async () => {
    person('cora');
    const app = town.app();
    const page = `${PUBLIC_URL}/sign-in/complete`;
    const { headers } = await app.finish(await app.visitProvider('cora', page));
    const back = new URL(headers.get('location')!);
    expect(`${back.origin}${back.pathname}`).toBe(page);
    const form = { code: back.searchParams.get('code')!, codeVerifier: app.verifier, tokenDelivery: 'cookie' };
    const exchange = (origin: string) => post(town.service, 'login/provider', form, { ...SIDECAR, origin });
    await exchange('https://evil.example').expect(403);
    const answer = await exchange(PUBLIC_URL).expect(200);
    expect(answer.body).not.toHaveProperty('refreshToken');
    expect(answer.get('set-cookie')![0]).toMatch(/^townsquare_refresh=[\w-]{43}; .*HttpOnly; SameSite=Strict$/);
  });

  test('leads nowhere but to the configured addresses', async () => {
    for (const elsewhere of ['https://evil.example', `${RETURN_TO}/../evil`, `${RETURN_TO}@evil.example`])
      expect((await town.app().browser.ask(town.app().beginUrl(elsewhere))).status).toBe(400);
  });
});

describe('what is refused', () => {
  test('a callback in another browser, or in none that began; the right one can still finish', async () => {
    person('dora');
    const app = town.app();
    const callback = await app.visitProvider('dora');
    const stranger = town.app();
    expect((await stranger.finish(callback)).status).toBe(400);
    await stranger.visitProvider('dora');
    expect((await stranger.finish(callback)).text).toContain('was begun in another browser');
    expect((await app.finish(callback)).status).toBe(302);
  });

  test('a state that was made up, one of another provider, and one that has expired', async () => {
    const app = town.app();
    const callback = await app.visitProvider('dora');
    const madeUp = new URL(callback);
    madeUp.searchParams.set('state', 'a'.repeat(43));
    expect((await app.finish(madeUp)).status).toBe(400);
    expect((await app.finish(new URL(callback.href.replace('/google/', '/github/')))).status).toBe(400);
    await town.query('UPDATE sign_in_flows SET expires_at = UTC_TIMESTAMP(3)');
    expect((await app.finish(callback)).status).toBe(400);
  });

  test('a second code for a callback that comes twice at the same moment', async () => {
    person('eva');
    const app = town.app();
    const callback = await app.visitProvider('eva');
    const answers = await Promise.all([app.finish(callback), app.finish(callback)]);
    const codes = answers.filter(({ headers }) => headers.get('location')?.includes('code='));
    // The provider may have refused one of them first, which ends the flow.
    expect(codes.length).toBeLessThanOrEqual(1);
    expect((await app.finish(callback)).status).toBe(400);
  });

  test('a code without the verifier of the app that began, and one that has expired', async () => {
    person('fred');
    const app = town.app();
    const code = await app.codeFor('fred');
    await post(town.service, 'login/provider', { code }).expect(400, /codeVerifier/);
    await app.exchange(code, { codeVerifier: town.app().verifier }).expect(400, /invalid_token/);
    await town.query('UPDATE sign_in_proofs SET expires_at = UTC_TIMESTAMP(3)');
    await app.exchange(code).expect(400, /invalid_token/);
  });

  test('a code of the provider that was got with another PKCE challenge', async () => {
    person('gus');
    const [app, attacker] = [town.app(), town.app()];
    const stolen = (await attacker.visitProvider('gus')).searchParams.get('code')!;
    const callback = await app.visitProvider('gus');
    callback.searchParams.set('code', stolen);
    const back = new URL((await app.finish(callback)).headers.get('location')!);
    expect(back.searchParams.get('error')).toBe('forbidden');
  });

  test.each([
    ['nonce', { nonce: 'another' }],
    ['audience', { aud: 'another client' }],
    ['issuer', { iss: 'https://another.example' }],
    ['time', { iat: 1_000, exp: 2_000 }],
  ])('an ID token with the wrong %s', async (_what, change) => {
    person('hanna');
    town.server.spoil = (claims) => ({ ...claims, ...change });
    const answer = await town.app().signIn('hanna');
    expect(Object.fromEntries(answer)).toEqual({
      error: 'forbidden',
      errorDescription: 'Google did not confirm who you are: begin again.',
    });
  });

  test('an ID token with the signature of another key', async () => {
    person('hanna');
    town.server.spoil = (claims) => claims;
    town.server.isForging = true;
    expect((await town.app().signIn('hanna')).get('error')).toBe('forbidden');
  });

  test('an ID token that is spoilt in nothing is not', async () => {
    person('hanna');
    town.server.spoil = (claims) => claims;
    expect((await town.app().signIn('hanna')).get('code')).toBeTruthy();
  });

  test('a sign-in that the person has cancelled, with or without `returnTo`', async () => {
    const answer = await town.app().signIn(undefined);
    expect(answer.get('errorDescription')).toBe('You cancelled the sign-in with Google.');
    const app = town.app();
    const { status, text } = await app.finish(await app.visitProvider(undefined, null));
    expect([status, JSON.parse(text).code]).toEqual([403, 'forbidden']);
  });
});

describe('a provider that does not respond', () => {
  test('is said to be so before the browser is led there, and asked again the next time', async () => {
    const fresh = await AuthWithProviders.start(['google']);
    fresh.server.isDown = true;
    const app = fresh.app();
    const { status, text } = await app.browser.ask(app.beginUrl());
    expect([status, JSON.parse(text).detail]).toEqual([503, expect.stringContaining('Google does not respond')]);
    fresh.server.isDown = false;
    expect((await app.browser.ask(app.beginUrl())).status).toBe(302);
    await fresh.stop();
  });

  test('is said to be so, and the same sign-in goes on when it does', async () => {
    person('ida');
    const app = town.app();
    const callback = await app.visitProvider('ida', null);
    town.server.isDown = true;
    const { status, text, headers } = await app.finish(callback);
    expect([status, headers.get('retry-after')]).toEqual([503, '5']);
    expect(text).toContain('Google does not respond');
    town.server.isDown = false;
    expect((await app.finish(callback)).status).toBe(200);
  });
});
