import { request } from 'node:http';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ATTEMPTS, type AttemptKind } from '@townsquare/contracts';
import { clientAddress, createLogger } from '@townsquare/kit';
import { createTestTokens } from '@townsquare/kit/testing';
import supertest from 'supertest';
import { createClientReader } from '../src/middleware/read-request.js';
import { GatewayUnderTest } from './gateway-under-test.js';

const silent = createLogger('gateway', 'silent');

let gateway: GatewayUnderTest;
beforeEach(async () => {
  gateway = await GatewayUnderTest.start();
});
afterEach(() => gateway.stop());

const client = () => supertest(gateway.url);

test('a request without a token passes: its service decides', async () => {
  expect((await client().get('/api/v1/posts/7')).status).toBe(200);
  expect(gateway.limits.counted).toEqual(['address 127.0.0.1']);
});

test('a token that is not ours is refused at once, and paid for by the address', async () => {
  const forged = await (await createTestTokens()).bearer('7');
  const response = await client().get('/api/v1/posts/7').set('authorization', forged);
  expect(response.status).toBe(401);
  expect(response.body).toMatchObject({ code: 'unauthenticated' });
  expect(gateway.limits.counted).toEqual(['address 127.0.0.1']);
  expect(gateway.upstream.requests).toEqual([]);
});

test.each(['Basic YTpi', 'Bearer', 'Bearer a b', 'x'])(
  'the Authorization header %j is refused',
  async (authorization) => {
    expect((await client().get('/api/v1/posts/7').set('authorization', authorization)).status).toBe(401);
  },
);

test('a request with a valid token is counted against its account, and the token goes on', async () => {
  const bearer = await gateway.tokens.bearer('7');
  const response = await client().get('/api/v1/feed').set('authorization', bearer);
  expect(gateway.limits.counted).toEqual(['user 7']);
  expect(gateway.upstream.requests[0]!.headers.authorization).toBe(bearer);
  expect(response.headers).toMatchObject({
    'ratelimit-policy': '1000;w=60',
    'ratelimit-limit': '1000',
    'ratelimit-remaining': '999',
    'ratelimit-reset': '42',
  });
});

test('beyond the budget it is 429 with Retry-After', async () => {
  gateway.limits.limit = 2;
  for (const status of [200, 200, 429]) expect((await client().get('/api/v1/posts/7')).status).toBe(status);
  const response = await client().get('/api/v1/posts/7');
  expect(response.headers).toMatchObject({ 'retry-after': '42', 'ratelimit-remaining': '0' });
  expect(response.body).toMatchObject({ code: 'too_many_requests' });
  expect(gateway.upstream.requests).toHaveLength(2);
});

const COUNTED: Record<AttemptKind, string[]> = {
  guess: ['address 127.0.0.1'],
  mail: ['address 127.0.0.1', 'mail 127.0.0.1'],
  refresh: ['refresh 127.0.0.1'],
};

test.each(Object.values(ATTEMPTS))('$path is paid by the address, as a $attempt, signed in or not', async (route) => {
  await client().post(route.path).send({});
  expect(gateway.limits.counted.splice(0)).toEqual(COUNTED[route.attempt]);
  await client()
    .post(route.path)
    .set('authorization', await gateway.tokens.bearer('7'))
    .send({});
  expect(gateway.limits.counted).toEqual(COUNTED[route.attempt]);
});

test.each([
  '/API/V1/auth/login',
  '/api/v1/Auth/login',
  '/api/v1/auth/login/',
  '/api/v1/auth//login',
  '//api/v1/auth/login',
  '/api/v1/auth/%6cogin',
  '/api/v1/auth/login%2f',
  '/api/v1/./auth/login',
])('%s is no other way to log in: there is no such path', async (path) => {
  expect(await statusOf('POST', path)).toBe(404);
  expect(gateway.upstream.requests).toEqual([]);
});

test.each([
  '/METRICS',
  '/metrics/',
  '/%6detrics',
  '//metrics',
  '/HEALTHZ',
  '/readyz/',
  '/Docs/index.html',
  '/docs/INDEX.html',
  '/docs//index.html',
  '/OpenAPI.json',
  '/openapi.json/',
  '/Socket.io/',
  '/socket.io',
  '/socket%2eio/',
])('%s is no other way to what the gateway itself serves', async (path) => {
  expect(await statusOf('GET', path)).toBe(404);
});

/** Asks for a path as it stands: clients of HTTP tidy paths up. */
function statusOf(method: string, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(gateway.url);
    request({ port, path, method }, (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end();
  });
}

test("a client's address is the one that a trusted proxy names, and services are told that alone", async () => {
  await client().get('/api/v1/posts/7').set('x-forwarded-for', '203.0.113.9, 198.51.100.4');
  expect(gateway.limits.counted).toEqual(['address 198.51.100.4']);
  expect(gateway.upstream.requests[0]!.headers['x-forwarded-for']).toBe('198.51.100.4');
});

test('the word of a proxy that is not trusted is not taken', async () => {
  const strict = await GatewayUnderTest.start({
    clientOf: createClientReader({ TRUST_PROXY: ['192.0.2.1'], CLIENT_ADDRESS_HEADER: 'x-forwarded-for' }, silent),
  });
  await supertest(strict.url).get('/api/v1/posts/7').set('x-forwarded-for', '203.0.113.9');
  expect(strict.limits.counted).toEqual(['address 127.0.0.1']);
  await strict.stop();
});

test.each([
  ['203.0.113.7:51234', '203.0.113.7', '203.0.113.7'],
  ['[2001:db8::1]:443', '2001:db8:0:0::/64', '2001:db8::1'],
  ['2001:db8::2', '2001:db8:0:0::/64', '2001:db8::2'],
  ['::ffff:203.0.113.7', '203.0.113.7', '203.0.113.7'],
  ['203.0.113.7:1, 127.0.0.1:2', '203.0.113.7', '203.0.113.7'],
])('a client whom a proxy names as %s counts as %s, and is %s to services', async (written, key, address) => {
  await client().get('/api/v1/posts/7').set('x-forwarded-for', written);
  expect(gateway.limits.counted).toEqual([`address ${key}`]);
  expect(gateway.upstream.requests[0]!.headers['x-forwarded-for']).toBe(address);
  expect(clientAddress({ get: () => address as never })).toBe(address);
});

test('a client whom a proxy does not name counts as the proxy, and not as everybody in that case', async () => {
  for (const written of ['unknown', '203.0.113.7, unknown', 'unknown, 127.0.0.2'])
    await client().get('/api/v1/posts/7').set('x-forwarded-for', written);
  expect(gateway.limits.counted).toEqual(['address 127.0.0.1', 'address 127.0.0.1', 'address 127.0.0.2']);
});

test('Forwarded names the client where it is configured, and X-Forwarded-For does not any more', async () => {
  const standard = await GatewayUnderTest.start({
    clientOf: createClientReader({ TRUST_PROXY: ['loopback'], CLIENT_ADDRESS_HEADER: 'forwarded' }, silent),
  });
  await supertest(standard.url)
    .get('/api/v1/posts/7')
    .set({ forwarded: 'for="[2001:db8:1:2::1]:443";proto=https', 'x-forwarded-for': '203.0.113.7' });
  expect(standard.limits.counted).toEqual(['address 2001:db8:1:2::/64']);
  expect(standard.upstream.requests[0]!.headers).toMatchObject({
    'x-forwarded-for': '2001:db8:1:2::1',
    'x-forwarded-proto': 'https',
  });
  expect(standard.upstream.requests[0]!.headers).not.toHaveProperty('forwarded');
  await standard.stop();
});

test('metrics are not for whom a proxy of the inside does not name', async () => {
  for (const written of ['unknown', '127.0.0.1, _hidden'])
    expect((await client().get('/metrics').set('x-forwarded-for', written)).status).toBe(404);
});

test('metrics are for the inside', async () => {
  expect((await client().get('/metrics')).status).toBe(200);
  const response = await client().get('/metrics').set('x-forwarded-for', '203.0.113.9');
  expect(response.status).toBe(404);
});

test('probes need no token and cost nothing', async () => {
  expect((await client().get('/healthz')).body).toEqual({ alive: true });
  expect((await client().get('/readyz')).body).toEqual({ ready: true });
  expect(gateway.limits.counted).toEqual([]);
});

test('pages of other origins may call only where they are named', async () => {
  const origin = 'http://localhost:5173';
  expect((await client().get('/api/v1/posts/7').set({ origin })).headers).not.toHaveProperty(
    'access-control-allow-origin',
  );
  const open = await GatewayUnderTest.start({
    config: { METRICS_FROM: [], CORS_ORIGINS: [origin], WEB_ROOT: 'no-folder' },
  });
  const preflight = await supertest(open.url)
    .options('/api/v1/posts')
    .set({ origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' });
  expect(preflight.status).toBe(204);
  expect(preflight.headers).toMatchObject({
    'access-control-allow-origin': origin,
    'access-control-allow-headers': 'authorization',
  });
  const stranger = await supertest(open.url).get('/api/v1/posts/7').set({ origin: 'http://other.example' });
  expect(stranger.headers).not.toHaveProperty('access-control-allow-origin');
  await open.stop();
});

test('answers carry security headers', async () => {
  const { headers } = await client().get('/api/v1/posts/7');
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none';frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
  expect(headers).not.toHaveProperty('x-powered-by');
});
