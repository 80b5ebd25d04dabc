import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { importJWK, SignJWT } from 'jose';
import webPush, { type RequestDetails, type RequestOptions } from 'web-push';
import { type BrowserSubscription, PushService } from '../src/push-service.js';

const KEYS = webPush.generateVAPIDKeys();
const OTHER_KEYS = webPush.generateVAPIDKeys();
const SUBJECT = 'mailto:operator@example.org';
const TEXT = JSON.stringify({ body: 'Ana reacted to your post' });

let service: PushService;
let browser: BrowserSubscription;
beforeAll(async () => {
  service = await PushService.start();
});
afterAll(() => service.stop());
beforeEach(() => {
  browser = service.subscribe(KEYS.publicKey);
  service.refusals.length = 0;
});

const options = (changes: RequestOptions = {}): RequestOptions => ({
  vapidDetails: { subject: SUBJECT, ...KEYS },
  TTL: 60,
  ...changes,
});

async function send(details: RequestDetails, headers: Record<string, string> = {}): Promise<number> {
  const sent = Object.entries({ ...details.headers, ...headers })
    .filter(([name, value]) => name !== 'Content-Length' && value !== '')
    .map(([name, value]) => [name, String(value)] as [string, string]);
  const body = new Uint8Array(details.body ?? Buffer.alloc(0));
  return (await fetch(details.endpoint, { method: 'POST', headers: sent, body })).status;
}

const details = (changes?: RequestOptions, to = browser, text = TEXT) =>
  webPush.generateRequestDetails(to, text, options(changes));

test('a push by the web-push library is accepted and decrypted, with its TTL, urgency and topic', async () => {
  expect(await send(details({ urgency: 'low', topic: 'group' }))).toBe(201);
  expect(service.received.at(-1)).toEqual({
    endpoint: browser.endpoint,
    text: TEXT,
    ttl: 60,
    urgency: 'low',
    topic: 'group',
  });
  expect(service.pushesTo(browser)).toEqual([JSON.parse(TEXT)]);
});

describe('a push is refused', () => {
  const token = async (claims: object, seconds = 600) => {
    const [x, y] = [1, 33].map((at) => Buffer.from(KEYS.publicKey, 'base64url').subarray(at, at + 32));
    const jwk = {
      kty: 'EC',
      crv: 'P-256',
      x: x!.toString('base64url'),
      y: y!.toString('base64url'),
      d: KEYS.privateKey,
    };
    const exp = Math.floor(Date.now() / 1000) + seconds;
    const jwt = new SignJWT({ aud: service.origin, sub: SUBJECT, exp, ...claims }).setProtectedHeader({ alg: 'ES256' });
    return `vapid t=${await jwt.sign(await importJWK(jwk, 'ES256'))}, k=${KEYS.publicKey}`;
  };

  test('only for its faults: the same token without one is accepted', async () => {
    expect(await send(details(), { Authorization: await token({}) })).toBe(201);
  });

  test.each<[string, object, number]>([
    ['is for another push service', { aud: 'https://push.example' }, 600],
    ['has no contact', { sub: undefined }, 600],
    ['has a contact that is no address', { sub: 'operator' }, 600],
    ['has expired', {}, -60],
    ['is valid for more than a day', {}, 25 * 3_600],
  ])('whose token %s', async (_fault, claims, seconds) => {
    expect(await send(details(), { Authorization: await token(claims, seconds) })).toBe(403);
    expect(service.refusals).toHaveLength(1);
  });

  test('that has no token, or a token of another key', async () => {
    expect(await send(details(), { Authorization: '' })).toBe(403);
    expect(await send(details({ vapidDetails: { subject: SUBJECT, ...OTHER_KEYS } }))).toBe(403);
    const forged = (await token({})).replace(KEYS.publicKey, OTHER_KEYS.publicKey);
    expect(await send(details(), { Authorization: forged })).toBe(403);
  });

  test('that is encrypted for another browser, or not encrypted', async () => {
    const other = service.subscribe(KEYS.publicKey);
    expect(await send({ ...details({}, other), endpoint: browser.endpoint })).toBe(400);
    expect(await send(details(), { 'Content-Encoding': 'identity' })).toBe(400);
  });

  test('that is too large, or has a wrong header', async () => {
    expect(await send(details({}, browser, 'x'.repeat(4_096)))).toBe(413);
    expect(await send(details(), { TTL: '' })).toBe(400);
    expect(await send(details(), { Urgency: 'now' })).toBe(400);
    expect(await send(details(), { Topic: 'two words' })).toBe(400);
  });

  test('whose browser has unsubscribed', async () => {
    service.unsubscribe(browser);
    expect(await send(details())).toBe(410);
  });
});

test('it responds as it is told, in this order, and the last response stays', async () => {
  service.planned.set(browser.endpoint, [{ status: 500 }, { status: 429, headers: { 'retry-after': '7' } }]);
  expect([await send(details()), await send(details()), await send(details())]).toEqual([500, 429, 429]);
  expect(service.pushesTo(browser)).toEqual([]);
});
