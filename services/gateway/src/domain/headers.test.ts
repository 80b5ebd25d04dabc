import { expect, test } from '@jest/globals';
import { mayConnectFrom, toClient, toService } from './headers.js';

const origin = { address: '192.0.2.7', protocol: 'https', requestId: 'r1', traceparent: '00-a-b-01' };

test('a service gets what the client sent, and who the gateway says it is', () => {
  const headers = {
    host: 'town.example',
    authorization: 'Bearer x',
    cookie: 'a=b',
    'content-type': 'application/json',
    'idempotency-key': 'k',
    'if-none-match': '"e"',
  };
  expect(toService(headers, origin, 'auth')).toEqual({
    authorization: 'Bearer x',
    cookie: 'a=b',
    'content-type': 'application/json',
    'idempotency-key': 'k',
    'if-none-match': '"e"',
    'x-forwarded-host': 'town.example',
    'x-forwarded-for': '192.0.2.7',
    'x-forwarded-proto': 'https',
    'x-request-id': 'r1',
    traceparent: '00-a-b-01',
  });
});

test('no service but auth gets cookies', () => {
  for (const appId of ['user', 'post', 'notification'])
    expect(toService({ cookie: 'a=b', accept: '*/*' }, origin, appId)).not.toHaveProperty('cookie');
});

test('a client cannot speak for a sidecar, a proxy or the gateway', () => {
  const headers = {
    'dapr-api-token': 'stolen',
    'dapr-app-id': 'auth',
    'dapr-caller-app-id': 'comment',
    'x-forwarded-for': '10.0.0.1',
    'x-forwarded-user': 'admin',
    'x-real-ip': '10.0.0.1',
    forwarded: 'for=10.0.0.1',
    'x-request-id': 'theirs',
    traceparent: 'theirs',
  };
  expect(toService(headers, origin, 'auth')).toEqual({
    'x-forwarded-for': '192.0.2.7',
    'x-forwarded-proto': 'https',
    'x-request-id': 'r1',
    traceparent: '00-a-b-01',
  });
});

test('headers of the connection stay on it, those that it names as well', () => {
  const headers = {
    connection: 'close, X-Hop',
    'x-hop': '1',
    'keep-alive': 'timeout=5',
    te: 'trailers',
    trailer: 'x',
    upgrade: 'h2c',
    expect: '100-continue',
    'transfer-encoding': 'chunked',
    'proxy-authorization': 'x',
    accept: '*/*',
  };
  expect(
    Object.keys(toService(headers, origin, 'auth')).filter((name) => !name.startsWith('x-') && name !== 'traceparent'),
  ).toEqual(['accept']);
  expect(toService(headers, origin, 'auth')).not.toHaveProperty('x-hop');
});

test('a client gets what the service answered, without what the inside says to itself', () => {
  const headers = {
    'content-type': 'image/webp',
    'cache-control': 'public, max-age=31536000, immutable',
    etag: '"e"',
    'retry-after': '3',
    'set-cookie': ['a=1', 'b=2'],
    'dapr-callee-app-id': 'post',
    'metadata.x': '1',
    'x-powered-by': 'x',
    server: 'x',
    traceparent: 'x',
    'ratelimit-limit': '1',
    connection: 'keep-alive',
    'transfer-encoding': 'chunked',
  };
  expect(toClient(headers)).toEqual({
    'content-type': 'image/webp',
    'cache-control': 'public, max-age=31536000, immutable',
    etag: '"e"',
    'retry-after': '3',
    'set-cookie': ['a=1', 'b=2'],
  });
});

const NAMED = ['https://app.example'];

test.each([
  [undefined, true],
  ['https://town.example:8443', true],
  ['http://Town.example:8443', true],
  ['https://app.example', true],
  ['https://town.example', false],
  ['http://app.example', false],
  ['https://app.example.evil.example', false],
  ['null', false],
  ['', false],
])('a page of %s may connect: %s', (origin, may) => {
  expect(mayConnectFrom(origin, 'town.example:8443', NAMED)).toBe(may);
  expect(mayConnectFrom(origin, undefined, NAMED)).toBe(origin === undefined || NAMED.includes(origin));
});

test('the host of a page and the Host header are compared without regard to case', () => {
  expect(mayConnectFrom('https://town.example', 'Town.Example', [])).toBe(true);
});
