import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import {
  type AuthWithMail,
  type LoggedIn,
  newPerson,
  PASSWORD,
  post,
  registration,
  startAuthWithMail,
} from './support.js';

let auth: AuthWithMail;
beforeAll(async () => {
  auth = await startAuthWithMail();
});
afterAll(() => auth.service.stop());

const ask = async (person: LoggedIn, email: string, password = PASSWORD) => {
  const request = supertest(auth.service.url).put('/api/v1/auth/me/email').set(person.headers);
  const answer = await request.send({ email, password });
  await auth.sendMails();
  return answer.status;
};
const confirm = async (email: string) => {
  const answer = await post(auth.service, 'confirm-email', { token: auth.postbox.codeFor(email) });
  await auth.sendMails();
  return answer;
};
const accountOf = async (person: LoggedIn) => {
  const { body } = await supertest(auth.service.url).get('/api/v1/auth/me').set(person.headers).expect(200);
  return { email: body.email, emailVerified: body.emailVerified };
};
/** Somebody who has shown that their address is theirs. */
const verified = async (username: string) => {
  const person = await newPerson(auth.service, username);
  await auth.sendMails();
  const token = auth.postbox.codeFor(`${username}@example.org`);
  await post(auth.service, 'verify-email', { token }).expect(204);
  return person;
};

describe('another e-mail address', () => {
  test.each([
    ['ana', ['ana@example.org', 'ana@new.example']],
    ['bea', ['bea@new.example', 'bea@example.org']],
  ])('of %s counts once both mailboxes have agreed, in either order', async (name, [first, second]) => {
    const person = await verified(name);
    const before = { email: `${name}@example.org`, emailVerified: true };
    expect(await ask(person, `${name}@new.example`)).toBe(202);
    expect((await confirm(first!)).body).toEqual({ changed: false });
    expect(await accountOf(person)).toEqual(before);
    expect((await confirm(first!)).status).toBe(400);
    expect((await confirm(second!)).body).toEqual({ changed: true });
    expect(await accountOf(person)).toEqual({ email: `${name}@new.example`, emailVerified: true });
    expect(auth.postbox.newest(before.email)?.subject).toBe('Townsquare: Your account has a new address');
  });

  test('needs the old mailbox only if that was verified', async () => {
    const carl = await newPerson(auth.service, 'carl');
    await auth.sendMails();
    const toOld = auth.postbox.mails.filter(({ to }) => to === 'carl@example.org').length;
    expect(await ask(carl, 'carl@new.example')).toBe(202);
    expect(auth.postbox.mails.filter(({ to }) => to === 'carl@example.org')).toHaveLength(toOld);
    expect((await confirm('carl@new.example')).body).toEqual({ changed: true });
    // The code that registration had sent to the old one.
    const token = auth.postbox.mails.find(({ to }) => to === 'carl@example.org')!.html.match(/<code>(.+)<\/code>/)![1];
    await post(auth.service, 'verify-email', { token }).expect(400);
  });

  test('can be thought over: only the latest that was asked for can be confirmed', async () => {
    const dora = await newPerson(auth.service, 'dora');
    expect(await ask(dora, 'wrong@new.example')).toBe(202);
    expect(await ask(dora, 'dora@new.example')).toBe(202);
    expect((await confirm('wrong@new.example')).status).toBe(400);
    expect((await confirm('dora@new.example')).body).toEqual({ changed: true });
  });

  test('is refused without the password, and where it is taken, then or later', async () => {
    const eva = await newPerson(auth.service, 'eva');
    expect(await ask(eva, 'eva@new.example', 'wrong password')).toBe(403);
    expect(await ask(eva, 'eva@example.org')).toBe(409);
    expect(await ask(eva, 'ana@new.example')).toBe(409);
    expect(await ask(eva, 'nobody')).toBe(400);
    expect(await ask(eva, 'fred@example.org')).toBe(202);
    await post(auth.service, 'register', registration('fred')).expect(201);
    expect((await confirm('fred@example.org')).status).toBe(409);
    expect(await accountOf(eva)).toMatchObject({ email: 'eva@example.org' });
  });

  test('is to be confirmed within a day', async () => {
    const gus = await newPerson(auth.service, 'gus');
    expect(await ask(gus, 'gus@new.example')).toBe(202);
    await auth.service.database.manager.query('UPDATE email_changes SET expires_at = expires_at - INTERVAL 1 DAY');
    expect((await confirm('gus@new.example')).status).toBe(400);
  });
});
