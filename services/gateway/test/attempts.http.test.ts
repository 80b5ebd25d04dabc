import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createLogger, WRONG_GUESS_HEADER } from '@townsquare/kit';
import supertest from 'supertest';
import { RedisRateLimits } from '../src/limits/rate-limits.js';
import { GatewayUnderTest } from './gateway-under-test.js';

/** Small enough to be used up, each different from the others. */
const LIMITS = { user: 1_000, address: 40, guess: 5, mail: 4, refresh: 12, search: 9, upload: 9, download: 9 };

let limits: RedisRateLimits;
let gateway: GatewayUnderTest;
beforeEach(async () => {
  limits = new RedisRateLimits(process.env.TOWN_TEST_REDIS_URL!, LIMITS, createLogger('gateway', 'silent'));
  await limits.connected();
  gateway = await GatewayUnderTest.start({ limits });
  // What auth does: it knows one password and one refresh token.
  gateway.upstream.answer = ({ path }) => {
    const { password, refreshToken } = JSON.parse(gateway.upstream.requests.at(-1)!.bytes.toString() || '{}');
    const isWrong = path.endsWith('/refresh') ? refreshToken !== 'known' : password === 'wrong';
    const problem = { 'content-type': 'application/problem+json', [WRONG_GUESS_HEADER]: '1' };
    return isWrong
      ? { status: 401, headers: problem, body: '{"code":"invalid_credentials"}' }
      : { headers: { 'content-type': 'application/json' }, body: '{}' };
  };
});
afterEach(async () => {
  await gateway.stop();
  await limits.close();
});

/** An address that no other test has used. */
const someAddress = () => `2001:db8:${randomBytes(2).toString('hex')}:${randomBytes(2).toString('hex')}::1`;
const post = (from: string, path: string, body: object = {}) =>
  supertest(gateway.url).post(`/api/v1/auth/${path}`).set('x-forwarded-for', from).send(body);
const logIn = async (from: string, password: string) => (await post(from, 'login', { password })).status;
const refresh = async (from: string, refreshToken = 'known') => (await post(from, 'refresh', { refreshToken })).status;
const useUpGuesses = async (from: string) => {
  for (let time = 0; time < LIMITS.guess; time += 1) expect(await logIn(from, 'wrong')).toBe(401);
};

describe('a log-in', () => {
  test('that is wrong is counted, and too many of them from one address are refused, right or wrong', async () => {
    const address = someAddress();
    await useUpGuesses(address);
    const refused = await post(address, 'login', { password: 'right' });
    expect(refused.status).toBe(429);
    expect(refused.body).toMatchObject({
      code: 'too_many_requests',
      detail: expect.stringContaining('failed attempts'),
    });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(gateway.upstream.requests).toHaveLength(LIMITS.guess);
  });

  test('that is right is not counted: many people behind one address all get in', async () => {
    const address = someAddress();
    await logIn(address, 'wrong');
    for (let person = 0; person < 3 * LIMITS.guess; person += 1) expect(await logIn(address, 'right')).toBe(200);
  });

  test('from elsewhere is not refused for what one address guesses', async () => {
    await useUpGuesses(someAddress());
    expect(await logIn(someAddress(), 'right')).toBe(200);
  });

  test('is counted for the address also where it comes with a token', async () => {
    const address = someAddress();
    const authorization = await gateway.tokens.bearer('7');
    for (let time = 0; time < LIMITS.guess; time += 1)
      await post(address, 'login', { password: 'wrong' }).set({ authorization });
    expect((await post(address, 'login', { password: 'wrong' }).set({ authorization })).status).toBe(429);
  });

  test('is bounded in total too, right or wrong', async () => {
    const address = someAddress();
    for (let time = 0; time < LIMITS.address; time += 1) expect(await logIn(address, 'right')).toBe(200);
    expect(await logIn(address, 'right')).toBe(429);
  });

  test('has the same budget as other guesses at its address', async () => {
    const address = someAddress();
    await useUpGuesses(address);
    expect((await post(address, 'reset-password')).status).toBe(429);
    expect((await post(address, 'login/provider')).status).toBe(429);
  });
});

describe('a refresh', () => {
  test('of a session is not refused for what its address has guessed, nor for what else comes from there', async () => {
    const address = someAddress();
    await useUpGuesses(address);
    for (let time = 0; time < LIMITS.address; time += 1)
      await supertest(gateway.url).get('/api/v1/posts/7').set('x-forwarded-for', address);
    expect(await logIn(address, 'right')).toBe(429);
    for (let session = 0; session < LIMITS.refresh; session += 1) expect(await refresh(address)).toBe(200);
  });

  test('is counted for no log-in', async () => {
    const address = someAddress();
    for (let session = 0; session < LIMITS.refresh; session += 1) expect(await refresh(address)).toBe(200);
    expect(await refresh(address)).toBe(429);
    expect(await logIn(address, 'right')).toBe(200);
  });

  test('with a token that is unknown is a guess', async () => {
    const address = someAddress();
    for (let time = 0; time < LIMITS.guess; time += 1) expect(await refresh(address, `guess ${time}`)).toBe(401);
    expect(await logIn(address, 'right')).toBe(429);
    expect(await refresh(address)).toBe(200);
  });
});

test('each account that is opened and each mail that is asked for is counted, in a budget of their own', async () => {
  const address = someAddress();
  await useUpGuesses(address);
  for (const path of ['register', 'forgot-password', 'register', 'forgot-password'])
    expect((await post(address, path)).status).toBe(200);
  expect((await post(address, 'register')).status).toBe(429);
  expect((await post(address, 'forgot-password')).status).toBe(429);
  expect((await post(someAddress(), 'register')).status).toBe(200);
});

test('what the service says of a guess is for the gateway alone', async () => {
  const answer = await post(someAddress(), 'login', { password: 'wrong' });
  expect(answer.status).toBe(401);
  expect(answer.headers).not.toHaveProperty(WRONG_GUESS_HEADER);
});
