import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { userDeleted } from '@townsquare/contracts';
import { personalDataOf } from '@townsquare/kit/testing';
import type { BrowserSubscription } from '@townsquare/push-service';
import { PushTown } from './push-town.js';

const ANA = 1;
const BEN = 2;
const PATH = '/push/subscriptions';

let pushes: PushTown;
beforeAll(async () => {
  pushes = await PushTown.start();
});
afterAll(() => pushes.stop());
beforeEach(async () => {
  await pushes.town.clear();
  await pushes.town.people(ANA, BEN);
});

const post = (userId: number, body: object, sessionId?: string) =>
  pushes.town.call(userId, 'post', PATH, { body, ...(sessionId ? { sessionId } : {}) });
const browser = async () => pushes.service.subscribe(await pushes.publicKey());

test('a browser subscribes with the public key of the town, and its owner sees it without its address', async () => {
  expect(Buffer.from(await pushes.publicKey(), 'base64url')).toHaveLength(65);
  const { status, body } = await post(BEN, await browser());
  const { host } = new URL(pushes.service.origin);
  const view = {
    id: expect.any(String),
    service: host,
    userAgent: 'Firefox',
    createdAt: expect.any(String),
    lastUsedAt: null,
    current: true,
  };
  expect({ status, body }).toEqual({ status: 201, body: view });
  expect(await pushes.subscriptions(BEN)).toEqual([body]);
  expect(await pushes.subscriptions(ANA)).toEqual([]);
});

test('subscribing again changes nothing, and a session has one subscription', async () => {
  const first = await browser();
  const { body } = await post(BEN, first);
  expect((await post(BEN, first)).body).toEqual(body);
  const { body: other } = await post(BEN, await browser());
  expect(await pushes.subscriptions(BEN)).toEqual([other]);
});

test('a user has one subscription for each session, and sees which is that of the request', async () => {
  await pushes.subscribe(BEN, '20');
  await pushes.subscribe(BEN);
  expect((await pushes.subscriptions(BEN)).map(({ current }) => current).sort()).toEqual([false, true]);
});

test('the browser of a user who signs in anew keeps its subscription, and that of another user loses it', async () => {
  const shared = await browser();
  const { body: first } = await post(BEN, shared, '20');
  const { body: again } = await post(BEN, shared, '21');
  expect(again.id).toBe(first.id);
  const { body: anas } = await post(ANA, shared);
  expect(anas.id).not.toBe(first.id);
  expect(await pushes.subscriptions(BEN)).toEqual([]);
  expect(await pushes.subscriptions(ANA)).toEqual([anas]);
});

test('a subscription is ended by its owner alone, and what waits for it goes with it', async () => {
  const { id } = await pushes.subscribe(BEN);
  await pushes.town.follow(ANA, BEN);
  expect(await pushes.waiting()).toHaveLength(1);
  const end = (userId: number) => pushes.town.call(userId, 'delete', `${PATH}/${id}`);
  expect([(await end(ANA)).status, (await pushes.subscriptions(BEN)).length]).toEqual([404, 1]);
  expect((await end(BEN)).status).toBe(204);
  expect([await pushes.subscriptions(BEN), await pushes.waiting()]).toEqual([[], []]);
  expect((await end(BEN)).status).toBe(404);
});

test('a user has twenty subscriptions at most', async () => {
  for (let session = 100; session < 120; session++) await pushes.subscribe(BEN, `${session}`);
  const { status, body } = await post(BEN, await browser(), '120');
  expect({ status, code: body.code }).toEqual({ status: 409, code: 'conflict' });
  // One that exists can be replaced.
  expect((await post(BEN, await browser(), '119')).status).toBe(201);
  expect(await pushes.subscriptions(BEN)).toHaveLength(20);
});

describe('a subscription is refused', () => {
  const cases: [string, (one: BrowserSubscription) => object, string][] = [
    ['without TLS', (one) => ({ ...one, endpoint: 'http://push.example/x' }), 'endpoint'],
    ['at an IP address', (one) => ({ ...one, endpoint: 'https://169.254.169.254/latest' }), 'endpoint'],
    ['at a host of this network', (one) => ({ ...one, endpoint: 'https://mysql/x' }), 'endpoint'],
    ['with a password', (one) => ({ ...one, endpoint: 'https://a:b@push.example/x' }), 'endpoint'],
    ['that is no address', (one) => ({ ...one, endpoint: 'push' }), 'endpoint'],
    ['that is too long', (one) => ({ ...one, endpoint: `https://push.example/${'x'.repeat(1_000)}` }), 'endpoint'],
    ['without keys', ({ endpoint }) => ({ endpoint }), 'keys'],
    ['with a short secret', (one) => ({ ...one, keys: { ...one.keys, auth: 'abc' } }), 'keys.auth'],
    ['with a key of another length', (one) => ({ ...one, keys: { ...one.keys, p256dh: 'BA' } }), 'keys.p256dh'],
    [
      'with a key off the curve',
      (one) => ({ ...one, keys: { ...one.keys, p256dh: `B${'A'.repeat(86)}` } }),
      'keys.p256dh',
    ],
    ['with another field', (one) => ({ ...one, userId: `${ANA}` }), 'userId'],
  ];
  test.each(cases)('%s', async (_what, change, field) => {
    const { status, body } = await post(BEN, change(await browser()));
    expect({ status, field: body.errors[0].field }).toEqual({ status: 400, field });
    expect(await pushes.subscriptions(BEN)).toEqual([]);
  });

  test('to a banned account', async () => {
    await pushes.town.profile(BEN, 'banned', 2);
    expect((await post(BEN, await browser())).status).toBe(403);
  });
});

test.each([
  ['post', PATH],
  ['get', PATH],
  ['delete', `${PATH}/1`],
] as const)('%s %s is for signed-in users', async (method, path) => {
  const { default: supertest } = await import('supertest');
  const headers = await pushes.town.service.as();
  const { status } = await supertest(pushes.town.service.url)[method](`/api/v1/notifications${path}`).set(headers);
  expect(status).toBe(401);
});

test('the data download has subscriptions without their addresses and keys', async () => {
  const { endpoint, keys } = await pushes.subscribe(BEN);
  const { items } = await personalDataOf(pushes.town.service, 'push-subscriptions', `${BEN}`);
  expect(items).toEqual([
    {
      id: expect.any(String),
      service: new URL(endpoint).host,
      userAgent: 'Firefox',
      createdAt: expect.any(String),
      lastUsedAt: null,
    },
  ]);
  expect(JSON.stringify(items)).not.toContain(keys.auth);
  expect((await personalDataOf(pushes.town.service, 'push-subscriptions', `${ANA}`)).items).toEqual([]);
});

test('a deleted account leaves no subscription, no queued push and no preference', async () => {
  await pushes.subscribe(BEN);
  await pushes.subscribe(ANA);
  await pushes.town.put(BEN, '/preferences', { push: { post: false } });
  await pushes.town.follow(ANA, BEN);
  await pushes.town.deliver(userDeleted, { userId: `${BEN}` });
  await pushes.town.purge();
  const left = async (table: string) => (await pushes.query(`SELECT * FROM ${table}`)).length;
  expect([await left('push_subscriptions'), await left('push_queue'), await left('channel_preferences')]).toEqual([
    1, 0, 0,
  ]);
});
