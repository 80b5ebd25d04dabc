import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { GuardedUpstream } from '../src/upstream/guarded-upstream.js';
import { FakeUpstream, GatewayUnderTest, type ServiceAnswer } from './gateway-under-test.js';

const PLACES = 2;
/** As many as make the circuit breaker look. */
const ENOUGH = 30;

let services: FakeUpstream;
let guarded: GuardedUpstream;
let gateway: GatewayUnderTest;
beforeEach(async () => {
  services = new FakeUpstream();
  guarded = new GuardedUpstream(services, PLACES);
  gateway = await GatewayUnderTest.start({
    upstream: guarded,
    hasCapacityFor: (appId) => guarded.hasCapacityFor(appId),
  });
});
afterEach(async () => {
  await gateway.stop();
  await guarded.close();
});

const client = () => supertest(gateway.url);
const feed = () => client().get('/api/v1/feed');

describe('a service that is slow', () => {
  /** Lets requests to feed wait until they are released; resolves `taken` when so many have come. */
  function holdFeed(count: number) {
    let release!: () => void;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    let waiting = 0;
    const taken = new Promise<void>((resolve) => {
      services.answer = async ({ appId }): Promise<ServiceAnswer> => {
        if (appId !== 'feed') return {};
        waiting += 1;
        if (waiting === count) resolve();
        await released;
        return {};
      };
    });
    return { release, taken };
  }

  test('takes up its own places: what comes beyond is refused at once, and other services go on', async () => {
    const { release, taken } = holdFeed(PLACES);
    const held = Array.from({ length: PLACES }, () => feed().then(({ status }) => status));
    await taken;
    const refused = await feed();
    expect(refused.status).toBe(503);
    expect(refused.headers['retry-after']).toBe('1');
    expect(refused.body).toMatchObject({ code: 'unavailable' });
    expect(gateway.limits.counted).toHaveLength(PLACES);
    expect((await client().get('/api/v1/posts/7')).status).toBe(200);
    release();
    expect(await Promise.all(held)).toEqual(held.map(() => 200));
    expect((await feed()).status).toBe(200);
  });

  test('gives places back when clients leave', async () => {
    const leaving = new AbortController();
    let waiting = 0;
    const taken = new Promise<void>((resolve) => {
      services.answer = async ({ signal }) => {
        waiting += 1;
        if (waiting === PLACES) resolve();
        await once(signal, 'abort');
        throw new Error('aborted');
      };
    });
    const left = Array.from({ length: PLACES }, () =>
      fetch(`${gateway.url}/api/v1/feed`, { signal: leaving.signal }).catch(() => 'left'),
    );
    await taken;
    expect((await feed()).status).toBe(503);
    services.answer = () => ({});
    leaving.abort();
    expect(await Promise.all(left)).toEqual(left.map(() => 'left'));
    // The gateway notices a moment after the clients.
    while ((await feed()).status !== 200);
  });
});

describe('a service that is not there', () => {
  const down = (): ServiceAnswer => {
    throw new Error('connect ECONNREFUSED');
  };

  test('is not asked any more after a while, and others are', async () => {
    services.answer = (request) => (request.appId === 'feed' ? down() : {});
    for (let n = 0; n < ENOUGH; n++) expect((await feed()).status).toBe(503);
    expect(services.requests.length).toBeLessThan(ENOUGH);
    const asked = services.requests.length;
    expect((await feed()).headers['retry-after']).toBe('1');
    expect(services.requests).toHaveLength(asked);
    expect((await client().get('/api/v1/posts/7')).status).toBe(200);
  });

  test('a sidecar that cannot reach it counts as well', async () => {
    services.answer = () => ({
      status: 500,
      headers: { 'content-type': 'application/json' },
      body: '{"errorCode":"X"}',
    });
    for (let n = 0; n < ENOUGH; n++) expect((await feed()).status).toBe(503);
    expect(services.requests.length).toBeLessThan(ENOUGH);
  });

  test.each([404, 500, 503])('a service that responds with %d itself is available', async (status) => {
    services.answer = () => ({ status, headers: { 'content-type': 'application/problem+json' }, body: '{}' });
    for (let n = 0; n < ENOUGH; n++) expect((await feed()).status).toBe(status);
    expect(services.requests).toHaveLength(ENOUGH);
  });
});
