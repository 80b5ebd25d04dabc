import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestService } from '@townsquare/kit/testing';
import supertest from 'supertest';
import { type LoggedIn, logIn, newPerson, PASSWORD, PUBLIC_URL, SIDECAR, startAuth } from './support.js';

let service: TestService;
let ana: LoggedIn;
beforeAll(async () => {
  service = await startAuth();
  ana = await newPerson(service, 'ana');
});
afterAll(() => service?.stop());

/** What the gateway and the sidecars tell of a browser's request to http://town.test:4000. */
const CALLED = {
  'x-forwarded-proto': 'http, http',
  'x-forwarded-host': 'town.test:4000, localhost',
};
const OWN = { origin: 'http://town.test:4000' };

const send = (path: string, body: object, headers: Record<string, string>) =>
  supertest(service.url)
    .post(`/api/v1/auth/${path}`)
    .set({ ...SIDECAR, ...CALLED, ...headers })
    .send(body);

const BY_COOKIE = { tokenDelivery: 'cookie' };
const logInForm = { login: 'ana', password: PASSWORD, ...BY_COOKIE };

/** The pair of name and value that a browser would send back. */
const cookieOf = (answer: supertest.Response) => answer.get('set-cookie')![0]!.split(';')[0]!;

const logInWithCookie = async () => cookieOf(await send('login', logInForm, OWN).expect(200));
const refresh = (cookie: string, headers: Record<string, string> = OWN) =>
  send('refresh', BY_COOKIE, { cookie, ...headers });

const sessions = async () => {
  const [{ count }] = await service.database.manager.query('SELECT COUNT(*) AS count FROM refresh_sessions');
  return Number(count);
};

describe('a client that asks for the cookie', () => {
  test('gets the refresh token in a cookie that no script reads, and the access token in the body', async () => {
    const answer = await send('login', logInForm, OWN).expect(200);
    expect(answer.body).toEqual({
      accessToken: expect.any(String),
      tokenType: 'Bearer',
      expiresIn: 600,
      userId: ana.userId,
    });
    expect(answer.get('set-cookie')).toEqual([
      expect.stringMatching(
        /^townsquare_refresh=[\w-]{43}; Max-Age=\d+; Path=\/api\/v1\/auth; Expires=[^;]+; HttpOnly; SameSite=Strict$/,
      ),
    ]);
    const maxAge = Number(/Max-Age=(\d+)/.exec(answer.get('set-cookie')![0]!)![1]);
    expect(maxAge).toBeGreaterThan(30 * 86_400 - 60);
    expect(maxAge).toBeLessThanOrEqual(30 * 86_400);
  });

  test('gets a cookie for TLS alone where the browser used TLS', async () => {
    const headers = { 'x-forwarded-proto': 'https', origin: 'https://town.test:4000' };
    const answer = await send('login', logInForm, headers).expect(200);
    expect(answer.get('set-cookie')![0]).toContain('; HttpOnly; Secure; SameSite=Strict');
  });

  test('gets a new cookie with each refresh, which works alone', async () => {
    const first = await logInWithCookie();
    const answer = await refresh(first).expect(200);
    expect(answer.body).not.toHaveProperty('refreshToken');
    const second = cookieOf(answer);
    expect(second).not.toBe(first);
    await refresh(`theme=dark; ${second}`).expect(200);
  });

  test('keeps its session when two tabs refresh at the same moment', async () => {
    const cookie = await logInWithCookie();
    const answers = await Promise.all([refresh(cookie), refresh(cookie)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    for (const answer of answers) await refresh(cookieOf(answer)).expect(200);
  });

  test('loses its session and its cookie when an old cookie is used again', async () => {
    const stolen = await logInWithCookie();
    const next = cookieOf(await refresh(stolen).expect(200));
    await service.database.manager.query('UPDATE refresh_tokens SET used_at = used_at - INTERVAL 11 SECOND');
    const answer = await refresh(stolen).expect(401);
    expect(answer.get('set-cookie')![0]).toMatch(
      /^townsquare_refresh=; Path=\/api\/v1\/auth; Expires=Thu, 01 Jan 1970/,
    );
    await refresh(next).expect(401);
  });

  test('gets the address of the public town accepted as its origin too', async () => {
    await send('login', logInForm, { origin: PUBLIC_URL }).expect(200);
  });

  test('is told apart from a guess when it has no cookie', async () => {
    const answer = await refresh('theme=dark').expect(401);
    expect(answer.body.code).toBe('no_session');
    expect(answer.get('x-wrong-guess')).toBeUndefined();
    const wrong = await refresh('townsquare_refresh=garbage').expect(401);
    expect(wrong.get('x-wrong-guess')).toBe('1');
  });

  test('ends the session and the cookie by logging out, once or twice', async () => {
    const cookie = await logInWithCookie();
    const answer = await send('logout', BY_COOKIE, { ...OWN, cookie }).expect(204);
    expect(answer.get('set-cookie')![0]).toMatch(
      /^townsquare_refresh=; Path=\/api\/v1\/auth; Expires=Thu, 01 Jan 1970/,
    );
    await refresh(cookie).expect(401);
    await send('logout', BY_COOKIE, OWN).expect(204);
  });
});

describe.each([
  ['of a foreign page', { origin: 'https://evil.example' }],
  ['of the same host at another port', { origin: 'http://town.test:4001' }],
  ['without an origin', {}],
  ['of a sandboxed page', { origin: 'null' }],
  ['of a foreign page that names the host itself', { origin: 'https://evil.example', host: 'evil.example' }],
])('a request %s', (_case, origin: Record<string, string>) => {
  test('cannot use the cookie, set it or end its session', async () => {
    const cookie = await logInWithCookie();
    const before = await sessions();
    for (const [path, body] of [
      ['refresh', BY_COOKIE],
      ['logout', BY_COOKIE],
      ['login', logInForm],
      ['login/provider', { code: 'c', codeVerifier: 'v'.repeat(43), ...BY_COOKIE }],
    ] as const) {
      const answer = await send(path, body, { ...origin, cookie }).expect(403);
      expect(answer.get('set-cookie')).toBeUndefined();
    }
    expect(await sessions()).toBe(before);
    await refresh(cookie).expect(200);
  });
});

test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])(
  'a form of a page cannot use the cookie as %s, whatever its origin',
  async (type) => {
    const cookie = await logInWithCookie();
    const form = JSON.stringify(BY_COOKIE);
    for (const path of ['refresh', 'logout']) {
      const headers = { ...SIDECAR, ...CALLED, ...OWN, cookie, 'content-type': type };
      await supertest(service.url).post(`/api/v1/auth/${path}`).set(headers).send(form).expect(415);
    }
    await refresh(cookie).expect(200);
  },
);

test('a client that asks for nothing gets its token in the body and no cookie, from wherever it calls', async () => {
  const answer = await send('login', { login: 'ana', password: PASSWORD }, { origin: 'https://app.example' }).expect(
    200,
  );
  expect(answer.get('set-cookie')).toBeUndefined();
  const { refreshToken } = answer.body;
  await send('refresh', { refreshToken, tokenDelivery: 'body' }, {}).expect(200);
  const { refreshToken: other } = await logIn(service, 'ana');
  await send('logout', { refreshToken: other }, {}).expect(204);
  await send('refresh', { refreshToken: other }, {}).expect(401);
});

test.each([
  ['a refresh with a token and the cookie', 'refresh', { refreshToken: 'x', ...BY_COOKIE }],
  ['a refresh with neither', 'refresh', {}],
  ['a refresh by an unknown way', 'refresh', { tokenDelivery: 'header' }],
  ['a log-in by an unknown way', 'login', { ...logInForm, tokenDelivery: 'header' }],
])('%s is refused', async (_case, path, body) => {
  await send(path, body, OWN).expect(400);
});
