import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ATTEMPTS } from '@townsquare/contracts';
import { WRONG_GUESS_HEADER } from '@townsquare/kit';
import type { TestService } from '@townsquare/kit/testing';
import { Secret, TOTP } from 'otpauth';
import supertest from 'supertest';
import { newPerson, PASSWORD, post, registration, SIDECAR, startAuth } from './support.js';

let service: TestService;
beforeAll(async () => {
  service = await startAuth();
});
afterAll(() => service.stop());

const send = (path: string, body: object) => supertest(service.url).post(path).set(SIDECAR).send(body);

type Name = keyof typeof ATTEMPTS;

/** A guess that is wrong at each route where there is one, and how it is refused. */
const WRONG: Record<Exclude<Name, 'register' | 'forgetPassword' | 'logOut'>, [body: object, status: number]> = {
  logIn: [{ login: 'nobody', password: 'wrong' }, 401],
  logInWithProvider: [{ code: 'wrong', codeVerifier: 'v'.repeat(43) }, 400],
  verifyEmail: [{ token: 'wrong' }, 400],
  confirmEmail: [{ token: 'wrong' }, 400],
  resetPassword: [{ token: 'wrong', newPassword: 'a longer walk by the sea' }, 400],
  downloadDataSanctioned: [{ login: 'nobody', password: 'wrong' }, 401],
  appealSanction: [{ code: 'wrong', text: 'It was nothing.' }, 400],
  refresh: [{ refreshToken: 'wrong' }, 401],
};

describe('the response header tells the gateway', () => {
  test.each(Object.entries(WRONG))('of a wrong guess at %s', async (name, [body, status]) => {
    const answer = await send(ATTEMPTS[name as Name].path, body);
    expect([answer.status, answer.headers[WRONG_GUESS_HEADER]]).toEqual([status, '1']);
  });

  test('of a wrong password and a wrong code of a second factor, and not of one that is missing', async () => {
    const { headers } = await newPerson(service, 'ana');
    const ask = (body: object) => post(service, 'login', { login: 'ana', password: PASSWORD, ...body });
    const wrong = await ask({ password: 'wrong' }).expect(401);
    expect(wrong.headers[WRONG_GUESS_HEADER]).toBe('1');
    const { secret } = (await post(service, 'me/second-factor', { password: PASSWORD }, headers).expect(200)).body;
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
    await post(service, 'me/second-factor/confirm', { code }, headers).expect(200);
    const missing = await ask({}).expect(401);
    expect(missing.body.code).toBe('second_factor_required');
    expect(missing.headers).not.toHaveProperty(WRONG_GUESS_HEADER);
    const wrongCode = await ask({ code: 'AAAA-AAAA-AAAA' }).expect(401);
    expect(wrongCode.headers[WRONG_GUESS_HEADER]).toBe('1');
  });

  test.each(Object.entries(ATTEMPTS))(
    'nothing of a request that %s cannot read: it guessed nothing',
    async (_name, route) => {
      const answer = await send(route.path, {}).expect(400);
      expect(answer.headers).not.toHaveProperty(WRONG_GUESS_HEADER);
    },
  );

  test('nothing of what is right', async () => {
    const { refreshToken } = await newPerson(service, 'ben');
    const right = [
      await post(service, 'login', { login: 'ben', password: PASSWORD }).expect(200),
      await post(service, 'refresh', { refreshToken }).expect(200),
      await post(service, 'register', registration('carla')).expect(201),
    ];
    for (const { headers } of right) expect(headers).not.toHaveProperty(WRONG_GUESS_HEADER);
  });
});

describe('exchanges of refresh tokens', () => {
  test('are limited for each session, and for no other', async () => {
    let { refreshToken } = await newPerson(service, 'dora');
    const elsewhere = await post(service, 'login', { login: 'dora', password: PASSWORD }).expect(200);
    for (let time = 0; time < 30; time += 1)
      refreshToken = (await post(service, 'refresh', { refreshToken }).expect(200)).body.refreshToken;
    const refused = await post(service, 'refresh', { refreshToken }).expect(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
    await post(service, 'refresh', { refreshToken: elsewhere.body.refreshToken }).expect(200);
    await service.database.manager.query('UPDATE sign_in_attempts SET expires_at = expires_at - INTERVAL 1 MINUTE');
    // What was refused has not been used.
    await post(service, 'refresh', { refreshToken }).expect(200);
  });
});
