import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { publishedEvents, type TestService } from '@townsquare/kit/testing';
import { PASSWORD, post, registration, SIDECAR, startAuth } from './support.js';

let service: TestService;
beforeAll(async () => {
  service = await startAuth();
});
afterAll(() => service.stop());

const count = async (table: string) =>
  Number((await service.database.manager.query(`SELECT COUNT(*) AS rows_there FROM ${table}`))[0].rows_there);

describe('POST /auth/register', () => {
  test('opens an account with the role user, and says so in the same transaction', async () => {
    const { body } = await post(service, 'register', { ...registration('Ana_1'), email: 'Ana@Example.org' }).expect(
      201,
    );
    expect(body).toMatchObject({ username: 'ana_1', email: 'ana@example.org', emailVerified: false, roles: ['user'] });
    expect(body).not.toHaveProperty('passwordHash');
    const [event] = await publishedEvents(service.database, 'user.registered');
    const { userId, username, fullName, createdAt } = body;
    expect(event).toMatchObject({
      subject: userId,
      aggregateversion: 1,
      data: { userId, username, fullName, createdAt },
    });
    const [row] = await service.database.manager.query('SELECT password_hash FROM users WHERE id = ?', [userId]);
    expect(row.password_hash).toMatch(/^\$argon2id\$/);
  });

  test('names each field that is taken, and writes nothing', async () => {
    await post(service, 'register', registration('bea')).expect(201);
    const before = [await count('users'), await count('outbox')];
    const taken = async (change: object) => {
      const { body } = await post(service, 'register', { ...registration('bea'), ...change }).expect(409);
      return body.errors.map((error: { field: string }) => error.field);
    };
    expect(await taken({ email: 'other@example.org' })).toEqual(['username']);
    expect(await taken({ username: 'other' })).toEqual(['email']);
    expect(await taken({ username: 'BEA' })).toEqual(['username', 'email']);
    expect([await count('users'), await count('outbox')]).toEqual(before);
  });

  test.each(['admin', 'Root', '__api__', 'support', 'null', 'undefined', '_Moderator', 'townsquare'])(
    'refuses the reserved name %p like one that is taken, and writes nothing',
    async (username) => {
      const before = [await count('users'), await count('outbox')];
      const { body } = await post(service, 'register', { ...registration('hana'), username }).expect(409);
      expect(body).toMatchObject({
        code: 'conflict',
        detail: 'The username is not available.',
        errors: [{ field: 'username', message: 'is not available' }],
      });
      expect([await count('users'), await count('outbox')]).toEqual(before);
    },
  );

  test('of two at once with the same name, one gets it', async () => {
    const one = post(service, 'register', registration('carl'));
    const other = post(service, 'register', { ...registration('carl'), email: 'other-carl@example.org' });
    const answers = await Promise.all([one, other]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409]);
  });

  test.each([
    ['username', { username: 'no spaces' }],
    ['username', { username: undefined }],
    ['email', { email: 'nobody' }],
    ['password', { password: 'sh0rt x' }],
    ['password', { password: 'a'.repeat(129) }],
    ['password', { password: 'Password123' }],
    ['password', { password: 'Dora-Full-1990' }],
    ['fullName', { fullName: '  ' }],
    ['fullName', { fullName: 'a'.repeat(101) }],
    ['fullName', { fullName: '\u3164\u00ad' }],
    ['fullName', { fullName: 'Ana\0' }],
    ['fullName', { fullName: 'Ana\u202e' }],
    ['roles', { roles: ['admin'] }],
  ])('refuses a wrong %s', async (field, change) => {
    const { body } = await post(service, 'register', { ...registration('dora'), ...change }).expect(400);
    expect(body).toMatchObject({ code: 'invalid_request', errors: [{ field }] });
  });

  test('refuses what is not JSON, and JSON that is broken', async () => {
    await post(service, 'register', [] as never).expect(400);
    const broken = post(service, 'register', {}).type('json');
    await broken
      .send('{"username":')
      .expect(400)
      .expect(/malformed_json/);
    await post(service, 'register', {}).type('text/plain').send('username=x').expect(415);
  });

  test('returns the same response for the same Idempotency-Key, and opens no second account', async () => {
    const headers = { ...SIDECAR, 'idempotency-key': 'register-eva' };
    const first = await post(service, 'register', registration('eva'), headers).expect(201);
    const accounts = await count('users');
    const second = await post(service, 'register', registration('eva'), headers).expect(201);
    expect(second.body).toEqual(first.body);
    expect(await count('users')).toBe(accounts);
    const { body } = await post(service, 'register', registration('fred'), headers).expect(409);
    expect(body.code).toBe('idempotency_key_reused');
    const rows = await service.database.manager.query('SELECT answer FROM idempotency_keys');
    expect(JSON.stringify(rows)).not.toContain(PASSWORD);
  });

  test('is only reached through the sidecar', async () => {
    await post(service, 'register', registration('gus'), {}).expect(401);
  });
});
