import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { TestService } from '@townsquare/kit/testing';
import supertest from 'supertest';
import { passwordBudgets } from '../src/identity/domain/sign-in-budgets.js';
import { throttled } from '../src/identity/use-cases/throttled.js';
import { type LoggedIn, logIn, newPerson, PASSWORD, post, SIDECAR, startAuth } from './support.js';

let service: TestService;
beforeAll(async () => {
  service = await startAuth();
});
afterAll(() => service.stop());
beforeEach(() => service.database.manager.query('DELETE FROM sign_in_attempts'));

const from = (address: string) => ({ ...SIDECAR, 'x-forwarded-for': `${address}, 127.0.0.1` });
const attempt = (login: string, password: string, address = '192.0.2.1') =>
  post(service, 'login', { login, password }, from(address));
const tryWrong = async (login: string, times: number, address?: string) => {
  for (let time = 0; time < times; time++) await attempt(login, `wrong ${time}`, address).expect(401);
};

/** An attempt that fails, without the work that a password costs. */
const fail = async (account: string, address: string) => {
  const budgets = passwordBudgets(account, address);
  expect(await throttled(service.database, budgets, async () => false)).toBe(false);
};

/** Attempts that fail until one is refused, and as many as that again. */
const failTooOften = async (account: string, address: string, times: number) => {
  for (let time = 0; time < times; time++) await fail(account, address);
  const budgets = passwordBudgets(account, address);
  const refused = () => throttled(service.database, budgets, async () => false);
  for (let time = 0; time < 100; time++) await expect(refused()).rejects.toMatchObject({ code: 'too_many_requests' });
};

/** Moves what was counted into the past, as if that many minutes had gone by. */
const letPass = (minutes: number) =>
  service.database.manager.query('UPDATE sign_in_attempts SET expires_at = expires_at - INTERVAL ? MINUTE', [minutes]);

describe('attempts to log in', () => {
  test('at one account from one address end after ten, also with the right password, and begin again later', async () => {
    await newPerson(service, 'ana');
    await tryWrong('ana', 10);
    const { headers, body } = await attempt('ana', PASSWORD).expect(429);
    expect(body.code).toBe('too_many_requests');
    expect(Number(headers['retry-after'])).toBeGreaterThan(800);
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(900);
    await attempt('ana@example.org', PASSWORD).expect(429);
    await attempt('ana', PASSWORD, '192.0.2.2').expect(200);
    await letPass(15);
    await attempt('ana', PASSWORD).expect(200);
  });

  test('at an account that does not exist get the same response', async () => {
    await tryWrong('nobody', 10);
    await attempt('nobody', 'wrong').expect(429);
    await attempt('nobody', 'wrong', '192.0.2.2').expect(401);
  });

  test('that succeed are not charged', async () => {
    await newPerson(service, 'bea');
    for (let time = 0; time < 12; time++) await attempt('bea', PASSWORD).expect(200);
    await tryWrong('bea', 9);
    await attempt('bea', PASSWORD).expect(200);
  });

  test('at one account end after a hundred, wherever they come from', async () => {
    const { userId } = await newPerson(service, 'carl');
    for (let time = 0; time < 100; time++) await fail(`id:${userId}`, `192.0.2.${time % 20}`);
    await attempt('carl', PASSWORD, '192.0.2.200').expect(429);
    await letPass(60);
    await attempt('carl', PASSWORD, '192.0.2.200').expect(200);
  });

  test('that are refused use up no budget: neither of the account elsewhere nor of other accounts at that address', async () => {
    const { userId } = await newPerson(service, 'gina');
    await newPerson(service, 'hal');
    await failTooOften(`id:${userId}`, '192.0.2.1', 10);
    await attempt('gina', PASSWORD).expect(429);
    await attempt('gina', PASSWORD, '192.0.2.2').expect(200);
    await attempt('hal', PASSWORD).expect(200);
  });

  test('from one address end after a hundred, at whatever accounts', async () => {
    await newPerson(service, 'dora');
    for (let name = 0; name < 100; name++) await fail(`login:name${name}`, '192.0.2.1');
    await attempt('dora', PASSWORD).expect(429);
    await attempt('dora', PASSWORD, '192.0.2.2').expect(200);
  });

  test('are limited equally when they come at the same moment', async () => {
    await newPerson(service, 'eva');
    const answers = await Promise.all(Array.from({ length: 30 }, () => attempt('eva', 'wrong')));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(20);
  });

  test('leave nothing readable behind', async () => {
    await tryWrong('someone@example.org', 1);
    const rows = await service.database.manager.query('SELECT HEX(subject) AS subject, attempts FROM sign_in_attempts');
    expect(rows).toHaveLength(3);
    expect(JSON.stringify(rows)).not.toMatch(/someone|192/);
  });
});

describe('a password that is asked for within a session', () => {
  const change = ({ headers }: LoggedIn, currentPassword: string, from = '192.0.2.1') =>
    supertest(service.url)
      .put('/api/v1/auth/me/password')
      .set({ ...headers, 'x-forwarded-for': from })
      .send({ currentPassword, newPassword: 'a longer walk by the sea' });

  test('is limited for the holder of a stolen token, from any address', async () => {
    const stolen = await newPerson(service, 'fred');
    for (let time = 0; time < 10; time++) await change(stolen, `wrong ${time}`, `192.0.2.${time}`).expect(403);
    await change(stolen, PASSWORD, '192.0.2.77').expect(429);
    // Nor is it a way to lock out the owner, who has a session of their own.
    await change(await logIn(service, 'fred'), PASSWORD).expect(204);
  });

  test('can be given however often strangers have guessed, at the account or from the same address', async () => {
    const ida = await newPerson(service, 'ida');
    for (let time = 0; time < 100; time++) await fail(`id:${ida.userId}`, `198.51.100.${time % 20}`);
    for (let name = 0; name < 100; name++) await fail(`login:name${name}`, '192.0.2.1');
    await attempt('ida', PASSWORD, '192.0.2.200').expect(429);
    await change(ida, 'wrong').expect(403);
    await change(ida, PASSWORD).expect(204);
  });
});
