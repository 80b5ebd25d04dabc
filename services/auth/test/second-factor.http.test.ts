import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import supertest from 'supertest';
import { type AuthWithMail, type LoggedIn, newPerson, PASSWORD, post, startAuthWithMail } from './support.js';

let auth: AuthWithMail;
beforeAll(async () => {
  auth = await startAuthWithMail();
});
afterAll(() => auth.service.stop());

// biome-ignore lint/suspicious/noExplicitAny: rows of whatever the test asks for
const query = (statement: string, values: unknown[] = []): Promise<any> =>
  auth.service.database.manager.query(statement, values);
const second = (person: LoggedIn, path: string, body: object) =>
  post(auth.service, `me/second-factor${path}`, body, person.headers);
const logIn = (username: string, code?: string, password = PASSWORD) =>
  post(auth.service, 'login', { login: username, password, ...(code === undefined ? {} : { code }) });
const codeOf = (secret: string, steps = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 });

/** As if the codes that were used had been used long ago. */
const letPass = (person: LoggedIn) =>
  query('UPDATE second_factors SET last_step = last_step - 10 WHERE user_id = ?', [person.userId]);

/** Somebody with a second factor, of which no code has been used lately. */
async function withSecondFactor(username: string) {
  const person = await newPerson(auth.service, username);
  const { secret } = (await second(person, '', { password: PASSWORD }).expect(200)).body;
  const { recoveryCodes } = (await second(person, '/confirm', { code: codeOf(secret) }).expect(200)).body;
  await letPass(person);
  return { person, secret: secret as string, recoveryCodes: recoveryCodes as string[] };
}

describe('a second factor', () => {
  test('counts once a first code was given; then a log-in needs one', async () => {
    const ana = await newPerson(auth.service, 'ana');
    const { body } = await second(ana, '', { password: PASSWORD }).expect(200);
    expect(body.uri).toContain(`otpauth://totp/Townsquare:ana?issuer=Townsquare&secret=${body.secret}`);
    await logIn('ana').expect(200);
    const wrong = codeOf(body.secret, 100);
    await second(ana, '/confirm', { code: wrong }).expect(403);
    await second(ana, '/confirm', { code: codeOf(body.secret) }).expect(200);
    await letPass(ana);
    await logIn('ana')
      .expect(401)
      .expect(/second_factor_required/);
    await logIn('ana', wrong)
      .expect(401)
      .expect(/invalid_credentials/);
    await logIn('ana', codeOf(body.secret), 'wrong password')
      .expect(401)
      .expect(/invalid_credentials/);
    await logIn('ana', codeOf(body.secret)).expect(200);
    const me = await supertest(auth.service.url).get('/api/v1/auth/me').set(ana.headers);
    expect(me.body.secondFactor).toBe(true);
    await auth.sendMails();
    expect(auth.postbox.newest('ana@example.org')?.subject).toBe('Townsquare: Your second factor is on');
  });

  test('takes no code twice, nor one that is older than the last', async () => {
    const { secret } = await withSecondFactor('bea');
    const [before, now] = [codeOf(secret, -1), codeOf(secret)];
    const answers = await Promise.all([logIn('bea', now), logIn('bea', now), logIn('bea', now)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
    await logIn('bea', before).expect(401);
    await logIn('bea', codeOf(secret, 1)).expect(200);
  });

  test('is possible with each recovery code once, and the owner gets a mail', async () => {
    const { recoveryCodes } = await withSecondFactor('carl');
    await logIn('carl', recoveryCodes[0]).expect(200);
    await logIn('carl', recoveryCodes[0]).expect(401);
    await logIn('carl', recoveryCodes[1]!.toUpperCase().replaceAll('-', '')).expect(200);
    await logIn('carl', 'aaaaa-aaaaa-aaaaa-aaaaa-aaaaa-a').expect(401);
    await auth.sendMails();
    expect(auth.postbox.newest('carl@example.org')?.subject).toBe('Townsquare: A recovery code was used');
  });

  test('gives new recovery codes for the password and a code, and the old ones end', async () => {
    const { person, recoveryCodes } = await withSecondFactor('cleo');
    const renew = (body: object) => second(person, '/recovery-codes', body);
    await renew({ password: PASSWORD, code: '000000' }).expect(403);
    await renew({ password: 'wrong password', code: recoveryCodes[0] }).expect(403);
    const { body } = await renew({ password: PASSWORD, code: recoveryCodes[0] }).expect(200);
    await logIn('cleo', recoveryCodes[1]).expect(401);
    await logIn('cleo', body.recoveryCodes[0]).expect(200);
  });

  test('is turned off with the password and a code', async () => {
    const { person, secret } = await withSecondFactor('dora');
    const end = (body: object) =>
      supertest(auth.service.url).delete('/api/v1/auth/me/second-factor').set(person.headers).send(body);
    await second(person, '', { password: PASSWORD }).expect(409);
    await end({ password: PASSWORD }).expect(400);
    await end({ password: PASSWORD, code: '000000' }).expect(403);
    await end({ password: 'wrong password', code: codeOf(secret) }).expect(403);
    await end({ password: PASSWORD, code: codeOf(secret) }).expect(204);
    await logIn('dora').expect(200);
    await end({ password: PASSWORD, code: codeOf(secret) }).expect(409);
    expect(await query('SELECT * FROM recovery_codes WHERE user_id = ?', [person.userId])).toEqual([]);
  });

  test('ends the guessing of codes after twenty a day', async () => {
    const { person, secret } = await withSecondFactor('eva');
    for (let time = 0; time < 20; time++) {
      const code = codeOf(secret, 1_000 + time);
      await second(person, '/recovery-codes', { password: PASSWORD, code }).expect(403);
    }
    await logIn('eva', codeOf(secret)).expect(429);
  });

  test('is kept encrypted, its recovery codes as digests, and gone with the account', async () => {
    const { person, secret, recoveryCodes } = await withSecondFactor('fred');
    const rows = async () =>
      JSON.stringify([
        await query('SELECT CAST(secret AS CHAR) AS secret FROM second_factors WHERE user_id = ?', [person.userId]),
        await query('SELECT HEX(code_hash) AS hash FROM recovery_codes WHERE user_id = ?', [person.userId]),
      ]);
    for (const hidden of [secret, recoveryCodes[0]!]) expect(await rows()).not.toContain(hidden);
    expect(await rows()).not.toBe('[[],[]]');
    const remove = supertest(auth.service.url).delete('/api/v1/auth/me').set(person.headers);
    await remove.send({ password: PASSWORD }).expect(202);
    expect(await rows()).toBe('[[],[]]');
  });

  test('is not there for others, nor without a session', async () => {
    await post(auth.service, 'me/second-factor', { password: PASSWORD }).expect(401);
    await post(auth.service, 'me/second-factor/confirm', { code: '123456' }).expect(401);
    const gus = await newPerson(auth.service, 'gus');
    await second(gus, '', { password: 'wrong password' }).expect(403);
    await second(gus, '/confirm', { code: '123456' }).expect(409);
  });
});
