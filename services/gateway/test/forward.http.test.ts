import { request as httpRequest } from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { MAX_BODY_BYTES, MAX_JSON_BYTES } from '../src/config.js';
import { GatewayUnderTest } from './gateway-under-test.js';

let gateway: GatewayUnderTest;
beforeEach(async () => {
  gateway = await GatewayUnderTest.start();
});
afterEach(() => gateway.stop());

const client = () => supertest(gateway.url);

test('a request goes to its service, with query and body, and the answer comes back whole', async () => {
  gateway.upstream.answer = () => ({
    status: 201,
    headers: {
      'content-type': 'application/json',
      etag: '"e"',
      'cache-control': 'private',
      'dapr-callee-app-id': 'post',
    },
    body: '{"id":"7"}',
  });
  const response = await client()
    .post('/api/v1/posts?x=a%2Fb')
    .set('authorization', await gateway.tokens.bearer('7'))
    .send({ content: 'Hello' });
  expect(response.status).toBe(201);
  expect(response.body).toEqual({ id: '7' });
  expect(response.headers).toMatchObject({ etag: '"e"', 'cache-control': 'private' });
  expect(response.headers).not.toHaveProperty('dapr-callee-app-id');
  expect(response.headers['x-request-id']).toMatch(/^\w+$/);
  const [sent] = gateway.upstream.requests;
  expect(sent).toMatchObject({ appId: 'post', method: 'POST', path: '/api/v1/posts?x=a%2Fb' });
  expect(JSON.parse(sent!.bytes.toString())).toEqual({ content: 'Hello' });
  expect(sent!.headers).toMatchObject({
    'x-request-id': response.headers['x-request-id'],
    'content-type': 'application/json',
  });
  expect(sent!.headers.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-/);
});

test('a trace and a request id that came in go on', async () => {
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  await client().get('/api/v1/posts/7').set({ traceparent, 'x-request-id': 'mine-1', 'dapr-app-id': 'auth' });
  expect(gateway.upstream.requests[0]!.headers).toMatchObject({ traceparent, 'x-request-id': 'mine-1' });
  expect(gateway.upstream.requests[0]!.headers).not.toHaveProperty('dapr-app-id');
});

test('problem documents of a service pass as they are', async () => {
  const problem = { type: 'x', title: 'y', status: 404, code: 'not_found' };
  gateway.upstream.answer = () => ({
    status: 404,
    headers: { 'content-type': 'application/problem+json' },
    body: JSON.stringify(problem),
  });
  const response = await client().get('/api/v1/posts/7');
  expect(response.status).toBe(404);
  expect(response.body).toEqual(problem);
});

test('an error of the sidecar becomes 503, without its words', async () => {
  gateway.upstream.answer = () => ({
    status: 500,
    headers: { 'content-type': 'application/json' },
    body: '{"errorCode":"ERR_DIRECT_INVOKE","message":"failed to invoke, id: post, err: dial 10.0.0.3"}',
  });
  const response = await client().get('/api/v1/posts/7');
  expect(response.status).toBe(503);
  expect(response.headers['retry-after']).toBe('1');
  expect(response.headers['content-type']).toMatch('application/problem+json');
  expect(response.body).toMatchObject({ code: 'unavailable', status: 503 });
  expect(response.text).not.toMatch(/ERR_|10\.0\.0\.3/);
});

test('a response of a sidecar that did not reach the service is not a success', async () => {
  gateway.upstream.answer = () => ({ status: 200, headers: {} });
  const response = await client().post('/api/v1/posts').send({ content: 'Hi' });
  expect([response.status, response.body.code]).toEqual([503, 'unavailable']);
  gateway.upstream.answer = () => ({ status: 204, headers: {} });
  expect((await client().delete('/api/v1/posts/7')).status).toBe(204);
});

test('a service that cannot be reached is 503', async () => {
  gateway.upstream.answer = () => Promise.reject(new Error('connect ECONNREFUSED'));
  const response = await client().get('/api/v1/feed');
  expect(response.status).toBe(503);
  expect(response.text).not.toMatch('ECONNREFUSED');
});

test('an answer that breaks off is cut, not completed', async () => {
  gateway.upstream.answer = () => ({
    headers: { 'content-type': 'application/json' },
    body: Readable.from(
      (async function* () {
        yield '{"items":[';
        throw new Error('broken');
      })(),
    ),
  });
  await expect(fetch(`${gateway.url}/api/v1/feed`).then((response) => response.text())).rejects.toThrow();
});

test.each([
  '/internal/posts?ids=1',
  '/events/post.created',
  '/dapr/subscribe',
  '/v1.0/secrets/secrets/auth-keys',
  '/api/v1/nothing',
])('%s is not there', async (path) => {
  const response = await client().get(path);
  expect(response.status).toBe(404);
  expect(response.body).toMatchObject({ code: 'not_found' });
  expect(gateway.upstream.requests).toEqual([]);
});

test.each([
  '/api/v1/posts/%2e%2e/internal',
  '/api/v1/posts/..%2f..%2finternal',
  '/api/v1/posts//7',
  '/api/v1/posts/7%00',
  '/api/v1/posts/7/',
  '/API/v1/posts/7',
  '/api/v1/Posts/7',
  '/api/v1/%70osts/7',
])('%s is refused before it reaches a sidecar', async (path) => {
  const status = await new Promise((resolve, reject) => {
    const { port } = new URL(gateway.url);
    httpRequest({ port, path }, (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end();
  });
  expect(status).toBe(404);
  expect(gateway.upstream.requests).toEqual([]);
});

test('other methods are not there', async () => {
  expect((await client().options('/api/v1/posts')).status).toBe(404);
  expect((await client().trace('/api/v1/posts')).status).toBe(404);
  expect(gateway.upstream.requests).toEqual([]);
});

test('a body that says it is too large is refused unread', async () => {
  const image = { 'content-type': 'multipart/form-data; boundary=x', 'content-length': String(MAX_BODY_BYTES + 1) };
  expect(await rawPost(image, new PassThrough())).toBe(413);
  const json = { 'content-type': 'application/json', 'content-length': String(MAX_JSON_BYTES + 1) };
  expect(await rawPost(json, new PassThrough())).toBe(413);
  expect(gateway.upstream.requests).toEqual([]);
});

test('a body that turns out to be too large is broken off', async () => {
  const endless = Readable.from(
    (function* () {
      for (;;) yield Buffer.alloc(64 * 1024);
    })(),
  );
  expect(await rawPost({ 'transfer-encoding': 'chunked' }, endless)).toBe(413);
  expect(gateway.upstream.requests).toEqual([]);
});

test('the largest body passes', async () => {
  const response = await client()
    .post('/api/v1/media')
    .set('content-type', 'multipart/form-data; boundary=x')
    .send(Buffer.alloc(MAX_BODY_BYTES));
  expect(response.status).toBe(200);
  expect(gateway.upstream.requests[0]!.bytes.length).toBe(MAX_BODY_BYTES);
  expect(gateway.upstream.requests[0]!.responseTimeoutMs).toBeGreaterThan(10_000);
});

test('a client that leaves ends the request to the service', async () => {
  const leaving = new AbortController();
  const aborted = new Promise<void>((resolve) => {
    gateway.upstream.answer = async ({ signal }) => {
      const left = new Promise((seen) => signal.addEventListener('abort', seen));
      leaving.abort();
      await left;
      resolve();
      throw new Error('aborted');
    };
  });
  await expect(fetch(`${gateway.url}/api/v1/feed`, { signal: leaving.signal })).rejects.toThrow();
  await aborted;
});

/** Posts as a client that keeps sending after the response; returns the status. */
function rawPost(headers: Record<string, string>, body: Readable): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(gateway.url);
    const request = httpRequest({ port, path: '/api/v1/media', method: 'POST', headers }, (response) => {
      resolve(response.statusCode);
      body.destroy();
      request.destroy();
    });
    request.on('error', reject);
    body.on('error', reject);
    body.pipe(request);
    request.flushHeaders();
  });
}
