import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from '@jest/globals';
import { createLogger } from '@townsquare/kit';
import { RedisRateLimits } from '../src/limits/rate-limits.js';

const open: RedisRateLimits[] = [];
afterEach(async () => {
  for (const limits of open.splice(0)) await limits.close();
});

function connect(url: string): RedisRateLimits {
  const limits = new RedisRateLimits(
    url,
    { user: 3, address: 2, guess: 1, mail: 1, refresh: 1, search: 1, upload: 1, download: 1 },
    createLogger('gateway', 'silent'),
  );
  open.push(limits);
  return limits;
}

test('instances count together, each budget and key by itself', async () => {
  const url = process.env.TOWN_TEST_REDIS_URL!;
  const [one, other] = [connect(url), connect(url)];
  await Promise.all([one.connected(), other.connected()]);
  const key = randomUUID();
  expect(await one.count('address', key)).toMatchObject({ allowed: true, limit: 2, remaining: 1 });
  expect(await other.count('address', key)).toMatchObject({ allowed: true, remaining: 0 });
  const refused = await one.count('address', key);
  expect(refused).toMatchObject({ allowed: false, remaining: 0 });
  expect(refused.resetSeconds).toBeGreaterThan(50);
  expect(refused.resetSeconds).toBeLessThanOrEqual(60);
  expect(await one.count('user', key)).toMatchObject({ allowed: true, limit: 3, remaining: 2 });
  expect(await one.count('address', randomUUID())).toMatchObject({ allowed: true });
});

test('a look counts nothing, and sees what another instance has counted', async () => {
  const url = process.env.TOWN_TEST_REDIS_URL!;
  const [one, other] = [connect(url), connect(url)];
  await Promise.all([one.connected(), other.connected()]);
  const key = randomUUID();
  for (let time = 0; time < 3; time += 1)
    expect(await one.look('address', key)).toMatchObject({ allowed: true, limit: 2, remaining: 2 });
  await one.count('address', key);
  expect(await other.look('address', key)).toMatchObject({ allowed: true, remaining: 1 });
  await one.count('address', key);
  const used = await other.look('address', key);
  expect(used).toMatchObject({ allowed: false, remaining: 0 });
  expect(used.resetSeconds).toBeGreaterThan(50);
});

test('without Redis an instance counts alone', async () => {
  const limits = connect('redis://127.0.0.1:1');
  expect(await limits.look('guess', 'a')).toMatchObject({ allowed: true, remaining: 1 });
  expect(await limits.count('guess', 'a')).toMatchObject({ allowed: true, remaining: 0 });
  expect(await limits.count('guess', 'a')).toMatchObject({ allowed: false });
  expect(await limits.look('guess', 'a')).toMatchObject({ allowed: false });
});
