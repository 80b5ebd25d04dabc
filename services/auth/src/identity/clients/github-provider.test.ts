import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { challengeOf } from '../domain/providers.js';
import { GithubProvider } from './github-provider.js';
import { ProviderFault } from './provider.js';

const secrets = { nonce: 'a nonce', verifier: 'v'.repeat(43) };
const CALLBACK = 'https://town.example/back';

/** What each path of GitHub responds with. */
type Responses = Record<string, RequestListener>;

const json =
  (body: unknown, status = 200): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };

const USER = { id: 17, login: 'ana', name: 'Ana' };
const EMAILS = [
  { email: 'old@example.org', primary: false, verified: true },
  { email: 'ana@example.org', primary: true, verified: true },
];
const WELL: Responses = {
  '/access_token': json({ access_token: 'a token', token_type: 'bearer' }),
  '/user': json(USER),
  '/user/emails': json(EMAILS),
};

let server: Server;
let responses: Responses;
let requests: { path: string; authorization: string | undefined; body: string }[];
let provider: GithubProvider;
let url: string;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    requests.push({ path: request.url!, authorization: request.headers.authorization, body });
    responses[request.url!]!(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  provider = new GithubProvider({ url, apiUrl: url, clientId: 'town', clientSecret: 'secret' });
});
beforeEach(() => {
  responses = { ...WELL };
  requests = [];
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const identify = (query: string) => provider.identify(new URL(`${CALLBACK}?${query}`), 'a state', secrets);
const kindOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'identified',
    (error) => (error instanceof ProviderFault ? error.kind : error),
  );

describe('a sign-in with GitHub', () => {
  test('identifies the user with the primary address, by a code that is exchanged with the verifier of the flow', async () => {
    expect(await identify('code=one&state=a%20state')).toEqual({
      provider: 'github',
      subject: '17',
      name: 'Ana',
      email: 'ana@example.org',
      emailVerified: true,
    });
    expect(requests.map(({ path }) => path)).toEqual(['/access_token', '/user', '/user/emails']);
    expect(Object.fromEntries(new URLSearchParams(requests[0]!.body))).toEqual({
      grant_type: 'authorization_code',
      code: 'one',
      redirect_uri: CALLBACK,
      client_id: 'town',
      client_secret: 'secret',
      code_verifier: secrets.verifier,
    });
    expect(requests.slice(1).map(({ authorization }) => authorization)).toEqual(['Bearer a token', 'Bearer a token']);
  });

  test('sends the challenge of the verifier of the flow', async () => {
    const { searchParams } = await provider.authorizationUrl(CALLBACK, 'a state', secrets);
    expect(searchParams.get('code_challenge')).toBe(challengeOf(secrets.verifier));
  });

  test.each([
    ['a user without a name has the login for a name', '/user', json({ ...USER, name: null }), { name: 'ana' }],
    ['a user without addresses has none', '/user/emails', json([]), { email: null, emailVerified: false }],
    [
      'an address that is not verified is not vouched for',
      '/user/emails',
      json([{ email: 'ana@example.org', primary: true, verified: false }]),
      { email: 'ana@example.org', emailVerified: false },
    ],
  ] as const)('%s', async (_what, path, response, part) => {
    responses[path] = response;
    expect(await identify('code=one&state=a%20state')).toMatchObject(part);
  });
});

describe('a response to the browser', () => {
  test.each([
    ['of a user who cancels', 'error=access_denied&state=a%20state', 'declined'],
    ['of a server that failed', 'error=server_error&state=a%20state', 'unavailable'],
    ['with another error', 'error=invalid_scope&state=a%20state', 'refused'],
    ['with another state', 'code=one&state=other', 'refused'],
    ['of another issuer', 'code=one&state=a%20state&iss=https%3A%2F%2Fevil.example', 'refused'],
    [
      'of a user who cancels, of another issuer',
      'error=access_denied&state=a%20state&iss=https://evil.example',
      'refused',
    ],
    ['with two codes', 'code=one&code=two&state=a%20state', 'refused'],
    ['with neither a code nor an error', 'state=a%20state', 'refused'],
  ])('%s ends without a request to GitHub', async (_what, query, kind) => {
    expect(await kindOf(identify(query))).toBe(kind);
    expect(requests).toEqual([]);
  });

  test('may name GitHub as its issuer', async () => {
    expect(await kindOf(identify(`code=one&state=a%20state&iss=${encodeURIComponent(url)}`))).toBe('identified');
  });
});

describe('a fault of GitHub', () => {
  const endless: RequestListener = (_request, response) => {
    const write = () => {
      while (!response.destroyed && response.write('x'.repeat(64 * 1024)));
    };
    response.on('drain', write);
    write();
  };
  test.each([
    ['an error with status 200', '/access_token', json({ error: 'bad_verification_code' }), 'refused'],
    ['a token that is null', '/access_token', json(null), 'refused'],
    ['a status of 401', '/access_token', json({ error: 'invalid_client' }, 401), 'refused'],
    ['a status of 503', '/access_token', json({}, 503), 'unavailable'],
    ['a token without end', '/access_token', endless, 'refused'],
    ['a cut connection', '/access_token', (_request, response) => void response.destroy(), 'unavailable'],
    ['a redirect', '/user', (_request, response) => void response.writeHead(302, { location: url }).end(), 'refused'],
    ['a user that is null', '/user', json(null), 'refused'],
    ['a user without an id', '/user', json({ login: 'ana' }), 'refused'],
    ['a user that is not JSON', '/user', (_request, response) => void response.end('<html>'), 'refused'],
    ['a status of 500', '/user', json({}, 500), 'unavailable'],
    ['addresses that are no list', '/user/emails', json({ message: 'none' }), 'refused'],
    ['addresses that are not JSON', '/user/emails', (_request, response) => void response.end('<html>'), 'refused'],
    ['a status of 403', '/user/emails', json({}, 403), 'refused'],
    ['a status of 502', '/user/emails', json({}, 502), 'unavailable'],
  ] as [string, string, RequestListener, string][])(
    '%s from %s ends that sign-in, not the process',
    async (_what, path, listener, kind) => {
      responses[path] = listener;
      expect(await kindOf(identify('code=one&state=a%20state'))).toBe(kind);
    },
  );

  test.each(['/access_token', '/user', '/user/emails'])(
    'is not waited for without end when %s is silent',
    async (path) => {
      responses[path] = () => {};
      expect(await kindOf(identify('code=one&state=a%20state'))).toBe('unavailable');
    },
  );

  test('is not waited for without end when the body of a response stops', async () => {
    responses['/user'] = (_request, response) => void response.write('{"id":');
    expect(await kindOf(identify('code=one&state=a%20state'))).toBe('unavailable');
  });
});
