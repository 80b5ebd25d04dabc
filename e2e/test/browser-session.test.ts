import { beforeAll, describe, expect, test } from '@jest/globals';
import { ingressPorts } from '@townsquare/launcher';
import { Person } from '../support/person.js';
import { town } from '../support/town.js';

// A session whose refresh token is in a cookie, through the gateway and the sidecars.

const OWN = { origin: town.gatewayUrl };
const BY_COOKIE = { tokenDelivery: 'cookie' };

let ana: Person;
beforeAll(async () => {
  ana = await Person.join('ana');
});

const post = (path: string, body: object, headers: Record<string, string> = OWN) =>
  fetch(`${town.gatewayUrl}/api/v1/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const logIn = (headers?: Record<string, string>) =>
  post('login', { login: ana.username, password: ana.password, ...BY_COOKIE }, headers);
const cookieOf = (response: Response) => response.headers.getSetCookie()[0]!.split(';')[0]!;
const refresh = (cookie: string, headers: Record<string, string> = OWN) =>
  post('refresh', BY_COOKIE, { ...headers, cookie });

describe('the session of a browser', () => {
  test('is in a cookie that comes and goes through the sidecars, from log-in to log-out', async () => {
    const loggedIn = await logIn();
    expect(loggedIn.status).toBe(200);
    expect(loggedIn.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^townsquare_refresh=[\w-]{43}; Max-Age=\d+; Path=\/api\/v1\/auth; .*HttpOnly; SameSite=Strict$/,
      ),
    ]);
    const refreshed = await refresh(cookieOf(loggedIn));
    expect(refreshed.status).toBe(200);
    const { accessToken } = (await refreshed.json()) as { accessToken: string };
    const me = await fetch(`${town.gatewayUrl}/api/v1/auth/me`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    expect(((await me.json()) as { userId: string }).userId).toBe(ana.userId);
    const cookie = cookieOf(refreshed);
    const loggedOut = await post('logout', BY_COOKIE, { ...OWN, cookie });
    expect([loggedOut.status, cookieOf(loggedOut)]).toEqual([204, 'townsquare_refresh=']);
    expect((await refresh(cookie)).status).toBe(401);
  });

  test('is for TLS alone where the proxy says that the browser used it', async () => {
    const { host } = new URL(town.gatewayUrl);
    const proxied = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' };
    const response = await logIn({ ...proxied, origin: `https://${host}` });
    expect(response.status).toBe(200);
    expect(response.headers.getSetCookie()[0]).toContain('; Secure;');
  });

  test.each([
    ['a foreign page', { origin: 'https://evil.example' }],
    ['a page of this host at another port', { origin: `http://127.0.0.1:${ingressPorts(town.portBase).http}` }],
    ['a page without an origin', { origin: 'null' }],
    ['a request without an origin', {}],
    [
      'a foreign page that claims to be proxied',
      { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' },
    ],
  ])('cannot be used by %s', async (_who, headers: Record<string, string>) => {
    const cookie = cookieOf(await logIn());
    expect((await refresh(cookie, headers)).status).toBe(403);
    expect((await post('logout', BY_COOKIE, { ...headers, cookie })).status).toBe(403);
    expect((await refresh(cookie)).status).toBe(200);
  });

  test('cannot be used by a form', async () => {
    const cookie = cookieOf(await logIn());
    for (const type of ['text/plain', 'application/x-www-form-urlencoded'])
      expect((await refresh(cookie, { ...OWN, 'content-type': type })).status).toBe(415);
    expect((await refresh(cookie)).status).toBe(200);
  });
});
