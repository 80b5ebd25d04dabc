import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { passwordBudgets } from '../src/identity/domain/sign-in-budgets.js';
import { throttled } from '../src/identity/use-cases/throttled.js';
import { type AuthWithMail, logIn, newPerson, PASSWORD, PUBLIC_URL, post, startAuthWithMail } from './support.js';

let auth: AuthWithMail;
beforeAll(async () => {
  auth = await startAuthWithMail();
});
afterAll(() => auth.service.stop());
beforeEach(async () => {
  auth.postbox.isClosed = false;
  await query('DELETE FROM mails');
  auth.postbox.mails.length = 0;
});

const NEW_PASSWORD = 'a long walk by the sea';
// biome-ignore lint/suspicious/noExplicitAny: rows of whatever the test asks for
const query = (statement: string, values: unknown[] = []): Promise<any> =>
  auth.service.database.manager.query(statement, values);
const join = async (username: string) => {
  const person = await newPerson(auth.service, username);
  await auth.sendMails();
  return { ...person, email: `${username}@example.org`, code: auth.postbox.codeFor(`${username}@example.org`) };
};
const verify = (token: string) => post(auth.service, 'verify-email', { token });
const forgot = async (email: string) => {
  await post(auth.service, 'forgot-password', { email }).expect(202);
  await auth.sendMails();
};
const reset = (token: string, newPassword = NEW_PASSWORD) =>
  post(auth.service, 'reset-password', { token, newPassword });
const me = (headers: Record<string, string>) => supertest(auth.service.url).get('/api/v1/auth/me').set(headers);

describe('verifying an e-mail address', () => {
  test('takes the code that registration sends, once', async () => {
    const ana = await join('ana');
    expect(auth.postbox.newest(ana.email)).toMatchObject({ subject: 'Townsquare: Is this your address?' });
    expect(auth.postbox.newest(ana.email)!.html).toContain(`"${PUBLIC_URL}/verify?code=${ana.code}"`);
    expect((await me(ana.headers)).body.emailVerified).toBe(false);
    await verify('wrong')
      .expect(400)
      .expect(/invalid_token/);
    await verify(ana.code).expect(204);
    expect((await me(ana.headers)).body.emailVerified).toBe(true);
    await verify(ana.code).expect(400);
  });

  test('another code can be asked for, until the address is verified; any of them will do', async () => {
    const bea = await join('bea');
    const ask = () => post(auth.service, 'me/verification', {}, bea.headers);
    await ask().expect(202);
    await auth.sendMails();
    expect(auth.postbox.codeFor(bea.email)).not.toBe(bea.code);
    await verify(bea.code).expect(204);
    await verify(auth.postbox.codeFor(bea.email)).expect(400);
    await ask().expect(409);
    await post(auth.service, 'me/verification', {}).expect(401);
  });

  test('a code is good for three days and for nothing else, and only its digest is kept', async () => {
    const carl = await join('carl');
    await reset(carl.code).expect(400);
    expect(JSON.stringify(await query('SELECT * FROM one_time_tokens'))).not.toContain(carl.code);
    const [{ seconds }] = await query(
      'SELECT TIMESTAMPDIFF(SECOND, created_at, expires_at) AS seconds FROM one_time_tokens WHERE user_id = ?',
      [carl.userId],
    );
    expect(Number(seconds)).toBe(3 * 24 * 3600);
    await query('UPDATE one_time_tokens SET expires_at = UTC_TIMESTAMP(3)');
    await verify(carl.code).expect(400);
  });

  test('two that use a code at the same moment are not both let through', async () => {
    const { code } = await join('cleo');
    const answers = await Promise.all([verify(code), verify(code), verify(code)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 400, 400]);
  });
});

describe('resetting a password', () => {
  test('takes the code that was sent, once, and ends every session', async () => {
    const dora = await join('dora');
    await forgot('Dora@Example.org');
    const code = auth.postbox.codeFor(dora.email);
    await reset(code).expect(204);
    await reset(code).expect(400);
    await post(auth.service, 'login', { login: 'dora', password: PASSWORD }).expect(401);
    await post(auth.service, 'refresh', { refreshToken: dora.refreshToken }).expect(401);
    await auth.sendMails();
    expect(auth.postbox.newest(dora.email)?.subject).toBe('Townsquare: Your password was changed');
    const { headers } = await logIn(auth.service, 'dora', NEW_PASSWORD);
    // Who reads the mailbox has shown that it is theirs.
    expect((await me(headers)).body.emailVerified).toBe(true);
  });

  test('a new password that is refused leaves the code as it was', async () => {
    const { email } = await join('eva');
    await forgot(email);
    await reset(auth.postbox.codeFor(email), 'password1')
      .expect(400)
      .expect(/newPassword/);
    await reset(auth.postbox.codeFor(email), 'eva-1990-eva')
      .expect(400)
      .expect(/newPassword/);
    await reset(auth.postbox.codeFor(email)).expect(204);
  });

  test('lets in again whom the guesses of others have locked out', async () => {
    const { email, userId } = await join('fred');
    for (let time = 0; time < 100; time++) {
      const budgets = passwordBudgets(`id:${userId}`, `192.0.2.${time % 20}`);
      await throttled(auth.service.database, budgets, async () => false);
    }
    await post(auth.service, 'login', { login: 'fred', password: PASSWORD }).expect(429);
    await forgot(email);
    await reset(auth.postbox.codeFor(email)).expect(204);
    await logIn(auth.service, 'fred', NEW_PASSWORD);
  });

  test('returns the same response for an address without an account, and sends no mail to it', async () => {
    await forgot('nobody@example.org');
    expect(auth.postbox.mails).toEqual([]);
    expect(await query('SELECT * FROM mails')).toEqual([]);
    await post(auth.service, 'forgot-password', { email: 'nobody' }).expect(400);
  });

  test('a code expires after half an hour, and with a password change or another address', async () => {
    const gus = await join('gus');
    await forgot(gus.email);
    await query('UPDATE one_time_tokens SET expires_at = expires_at - INTERVAL 30 MINUTE WHERE user_id = ?', [
      gus.userId,
    ]);
    await reset(auth.postbox.codeFor(gus.email)).expect(400);
    await forgot(gus.email);
    const change = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
    await supertest(auth.service.url).put('/api/v1/auth/me/password').set(gus.headers).send(change).expect(204);
    await reset(auth.postbox.codeFor(gus.email)).expect(400);
    await forgot(gus.email);
    await query(`UPDATE users SET email = 'gus2@example.org' WHERE id = ?`, [gus.userId]);
    await reset(auth.postbox.codeFor(gus.email)).expect(400);
  });
});

describe('the queue of mails', () => {
  test('belongs to the transaction: an account that was not made gets no mail', async () => {
    await join('hana');
    const taken = { username: 'hana', email: 'other@example.org', password: PASSWORD, fullName: 'Hana' };
    await post(auth.service, 'register', taken).expect(409);
    expect(await query('SELECT * FROM mails')).toEqual([]);
  });

  test('keeps what cannot be sent, tries again after pauses that grow, and then sends it', async () => {
    const { email } = await join('iris');
    auth.postbox.isClosed = true;
    await forgot(email);
    const pause = async () => {
      const [row] = await query(
        'SELECT tries, TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(3), due_at) / 1e6 AS seconds FROM mails',
      );
      return { tries: row.tries, seconds: Math.round(Number(row.seconds)) };
    };
    const due = () => query('UPDATE mails SET due_at = UTC_TIMESTAMP(3)');
    for (const [tries, seconds] of [
      [1, 5],
      [2, 10],
      [3, 20],
      [4, 40],
      [5, 80],
      [6, 160],
    ]) {
      expect(await pause()).toEqual({ tries, seconds });
      await due();
      await auth.sendMails();
    }
    auth.postbox.isClosed = false;
    await auth.sendMails();
    expect(auth.postbox.newest(email)?.subject).not.toContain('new password');
    await due();
    await auth.sendMails();
    await reset(auth.postbox.codeFor(email)).expect(204);
  });

  test('drops expired mails and those of a deleted account', async () => {
    const jana = await join('jana');
    auth.postbox.isClosed = true;
    await forgot(jana.email);
    await query('UPDATE mails SET due_at = UTC_TIMESTAMP(3), expires_at = UTC_TIMESTAMP(3)');
    auth.postbox.isClosed = false;
    auth.postbox.mails.length = 0;
    await auth.sendMails();
    expect(auth.postbox.mails).toEqual([]);
    await query('DELETE FROM mails');
    await post(auth.service, 'forgot-password', { email: jana.email }).expect(202);
    const remove = supertest(auth.service.url).delete('/api/v1/auth/me').set(jana.headers);
    await remove.send({ password: PASSWORD }).expect(202);
    await auth.sendMails();
    expect(auth.postbox.mails).toEqual([]);
    expect(await query('SELECT * FROM mails')).toEqual([]);
    expect(await query('SELECT * FROM one_time_tokens WHERE user_id = ?', [jana.userId])).toEqual([]);
  });

  test('sends an account at most five codes an hour for one purpose', async () => {
    const { email } = await join('kai');
    auth.postbox.mails.length = 0;
    for (let time = 0; time < 8; time++) await forgot(email);
    expect(auth.postbox.mails).toHaveLength(5);
    await query('UPDATE one_time_tokens SET created_at = created_at - INTERVAL 1 HOUR');
    await forgot(email);
    expect(auth.postbox.mails).toHaveLength(6);
  });
});
