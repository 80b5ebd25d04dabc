import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { type AuthWithMail, logIn, newPerson, PASSWORD, post, registration, startAuthWithMail } from './support.js';

let auth: AuthWithMail;
beforeAll(async () => {
  auth = await startAuthWithMail();
});
afterAll(() => auth.service.stop());

const register = (username: string, email: string) =>
  post(auth.service, 'register', { ...registration(username), email });
const storedEmail = async (userId: string) =>
  (await auth.service.database.manager.query('SELECT email FROM users WHERE id = ?', [userId]))[0].email;

describe('an e-mail address with an internationalised domain', () => {
  test('is stored in its ASCII form, shown in Unicode, and written to in ASCII', async () => {
    const { body } = await register('ana', 'Ana@Bücher.example').expect(201);
    expect(body.email).toBe('ana@bücher.example');
    expect(await storedEmail(body.userId)).toBe('ana@xn--bcher-kva.example');
    await auth.sendMails();
    expect(auth.postbox.newest('ana@xn--bcher-kva.example')?.subject).toBe('Townsquare: Is this your address?');
    const { headers } = await logIn(auth.service, 'ana');
    const me = await supertest(auth.service.url).get('/api/v1/auth/me').set(headers).expect(200);
    expect(me.body.email).toBe('ana@bücher.example');
  });

  test.each([
    ['bea', 'bea@bücher.example', 'bea@xn--bcher-kva.example'],
    ['carl', 'carl@xn--e1afmkfd.xn--p1ai', 'carl@пример.рф'],
  ])('of %s is one account in both forms: %s', async (name, first, second) => {
    const { body } = await register(name, first).expect(201);
    const taken = await register(`${name}_2`, second).expect(409);
    expect(taken.body.errors).toMatchObject([{ field: 'email' }]);

    for (const login of [first, second, second.toUpperCase()]) {
      const answer = await post(auth.service, 'login', { login, password: PASSWORD });
      expect([login, answer.status]).toEqual([login, 200]);
    }

    auth.postbox.mails.length = 0;
    await post(auth.service, 'forgot-password', { email: second }).expect(202);
    await auth.sendMails();
    expect(auth.postbox.newest(await storedEmail(body.userId))?.subject).toMatch(/password/);
  });

  test('cannot be taken by another account in its other form when that account changes its address', async () => {
    await register('dora', 'dora@bücher.example').expect(201);
    const eva = await newPerson(auth.service, 'eva');
    const change = (email: string) =>
      supertest(auth.service.url).put('/api/v1/auth/me/email').set(eva.headers).send({ email, password: PASSWORD });
    await change('dora@xn--bcher-kva.example').expect(409);
    await change('dora@BÜCHER.example').expect(409);
    await change('eva@bücher.example').expect(202);
    await auth.sendMails();
    const token = auth.postbox.codeFor('eva@xn--bcher-kva.example');
    const confirmed = await post(auth.service, 'confirm-email', { token }).expect(200);
    expect(confirmed.body).toEqual({ changed: true });
    expect(await storedEmail(eva.userId)).toBe('eva@xn--bcher-kva.example');
  });
});
