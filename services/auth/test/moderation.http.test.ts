import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { publishedEvents } from '@townsquare/kit/testing';
import { decodeJwt } from 'jose';
import supertest from 'supertest';
import { endSuspensions } from '../src/moderation/workers/end-suspensions.js';
import { type AuthWithMail, type LoggedIn, newPerson, PASSWORD, post, SIDECAR, startAuthWithMail } from './support.js';

let auth: AuthWithMail;
let admin: LoggedIn;
let moderator: LoggedIn;
beforeAll(async () => {
  auth = await startAuthWithMail();
  admin = await newPerson(auth.service, 'chief', ['admin']);
  moderator = await newPerson(auth.service, 'marshal', ['moderator']);
});
afterAll(() => auth.service.stop());

type Method = 'get' | 'put' | 'delete';
const call = (method: Method, path: string, { headers }: Pick<LoggedIn, 'headers'>, body?: object) =>
  supertest(auth.service.url)[method](`/api/v1/auth/${path}`).set(headers).send(body);
const suspend = (by: LoggedIn, { userId }: LoggedIn, days = 7, reason = 'Spam.') =>
  call('put', `accounts/${userId}/suspension`, by, { reason, days });
const ban = (by: LoggedIn, { userId }: LoggedIn, reason = 'Threats.') =>
  call('put', `accounts/${userId}/ban`, by, { reason });
const lift = (by: LoggedIn, { userId }: LoggedIn) =>
  call('delete', `accounts/${userId}/sanction`, by, { reason: 'A mistake.' });
const standing = async ({ userId }: LoggedIn) => (await call('get', `accounts/${userId}`, moderator).expect(200)).body;
const role = (method: Method, by: Pick<LoggedIn, 'headers'>, { userId }: LoggedIn, name = 'moderator') =>
  call(method, `accounts/${userId}/roles/${name}`, by);
const logIn = (username: string) => post(auth.service, 'login', { login: username, password: PASSWORD });
const bans = async ({ userId }: LoggedIn) => {
  const events = await publishedEvents(auth.service.database, 'user.banned');
  return events
    .filter(({ subject }) => subject === userId)
    .map(({ aggregateversion, data }) => ({ version: aggregateversion, ...(data as { banned: boolean }) }));
};
const verify = ({ userId }: LoggedIn) =>
  auth.service.database.manager.query('UPDATE users SET email_verified = 1 WHERE id = ?', [userId]);

describe('a suspended account', () => {
  test('cannot sign in or use its tokens at once, and its owner gets the reason and the end', async () => {
    const ana = await newPerson(auth.service, 'ana');
    const { body } = await suspend(moderator, ana).expect(200);
    expect(body).toMatchObject({ kind: 'suspension', reason: 'Spam.', imposedBy: moderator.userId, liftedAt: null });
    expect(Date.parse(body.endsAt) - Date.parse(body.imposedAt)).toBe(7 * 24 * 3600 * 1000);
    await call('get', 'me', ana).expect(401);
    await post(auth.service, 'refresh', { refreshToken: ana.refreshToken }).expect(401);
    const refusal = await logIn('ana').expect(403);
    expect(refusal.body.detail).toMatch(/^This account is suspended until \d{4}-\d\d-\d\d \d\d:\d\d UTC: Spam\.$/);
    await post(auth.service, 'login', { login: 'ana', password: 'wrong password' }).expect(401);
    expect(await bans(ana)).toEqual([
      { version: 2, userId: ana.userId, banned: true, deactivated: false, reason: 'Spam.' },
    ]);
    await auth.sendMails();
    expect(auth.postbox.newest('ana@example.org')?.html).toContain('UTC: Spam.');
    expect(await standing(ana)).toMatchObject({
      username: 'ana',
      isSanctioned: true,
      sanctions: [{ reason: 'Spam.' }],
    });
  });

  test('has no session left, even one that was begun or refreshed at that very moment', async () => {
    const abel = await newPerson(auth.service, 'abel');
    const atOnce = [
      ...Array.from({ length: 4 }, () => logIn('abel')),
      ...Array.from({ length: 4 }, () => post(auth.service, 'refresh', { refreshToken: abel.refreshToken })),
    ];
    const [banned] = await Promise.all([ban(admin, abel), ...atOnce]);
    expect(banned.status).toBe(200);
    const sessions = await auth.service.database.manager.query('SELECT id FROM refresh_sessions WHERE user_id = ?', [
      abel.userId,
    ]);
    expect(sessions).toEqual([]);
  });

  test('can sign in again when the suspension has run out, and not before', async () => {
    const bea = await newPerson(auth.service, 'bea');
    await suspend(moderator, bea, 30);
    const letPass = (days: number) =>
      auth.service.database.manager.query('UPDATE sanctions SET ends_at = ends_at - INTERVAL ? DAY WHERE user_id = ?', [
        days,
        bea.userId,
      ]);
    await letPass(29);
    await endSuspensions(auth.service.database);
    await logIn('bea').expect(403);
    await letPass(1);
    await Promise.all(Array.from({ length: 3 }, () => endSuspensions(auth.service.database)));
    await logIn('bea').expect(200);
    expect((await bans(bea)).map(({ version, banned }) => [version, banned])).toEqual([
      [2, true],
      [3, false],
    ]);
    expect((await standing(bea)).sanctions[0].liftedAt).not.toBeNull();
  });

  test('can sign in again when the suspension is lifted', async () => {
    const carl = await newPerson(auth.service, 'carl');
    await suspend(moderator, carl);
    await lift(moderator, carl).expect(204);
    await logIn('carl').expect(200);
    await lift(moderator, carl).expect(409);
    await auth.sendMails();
    // The mail was still waiting: there is nothing to tell any more.
    expect(auth.postbox.newest('carl@example.org')?.subject).not.toContain('suspended or banned');
  });

  test('can be suspended for longer or banned, and no moderator can shorten a ban', async () => {
    const dora = await newPerson(auth.service, 'dora');
    await suspend(moderator, dora, 1);
    await suspend(moderator, dora, 2);
    await ban(admin, dora).expect(200);
    expect((await standing(dora)).sanctions.map((one: { liftedAt: unknown }) => one.liftedAt !== null)).toEqual([
      false,
      true,
      true,
    ]);
    expect((await logIn('dora')).body.detail).toBe('This account is banned: Threats.');
    await suspend(moderator, dora, 1).expect(403);
    await lift(moderator, dora).expect(403);
    await suspend(admin, dora, 365).expect(200);
    await lift(admin, dora).expect(204);
  });
});

describe('who may', () => {
  test('suspend and ban', async () => {
    const eva = await newPerson(auth.service, 'eva');
    await suspend(eva, moderator).expect(403);
    await suspend(moderator, moderator).expect(403);
    await suspend(moderator, admin).expect(403);
    await suspend(admin, admin).expect(403);
    await suspend(moderator, eva, 31).expect(403);
    await ban(moderator, eva).expect(403);
    await call('put', `accounts/${eva.userId}/suspension`, { headers: SIDECAR }, { reason: 'x', days: 1 }).expect(401);
    await call('put', 'accounts/999999/suspension', moderator, { reason: 'x', days: 1 }).expect(404);
    for (const reason of ['\u200b', 'a\0b']) await suspend(moderator, eva, 1, reason).expect(400);
    for (const body of [{ days: 1 }, { reason: ' ', days: 1 }, { reason: 'x', days: 0 }, { reason: 'x', days: 366 }])
      await call('put', `accounts/${eva.userId}/suspension`, moderator, body).expect(400);
    expect(await standing(eva)).toMatchObject({ isSanctioned: false, sanctions: [] });
    expect(await bans(eva)).toEqual([]);
  });

  test('look at an account and at the audit log', async () => {
    const fred = await newPerson(auth.service, 'fred');
    await call('get', `accounts/${admin.userId}`, fred).expect(403);
    await call('get', 'audit-log', fred).expect(403);
    await call('get', 'audit-log', moderator).expect(403);
    await call('get', 'accounts/999999', moderator).expect(404);
  });

  test('grant roles: an administrator, to an account with a verified address', async () => {
    const gus = await newPerson(auth.service, 'gus');
    await role('put', moderator, gus).expect(403);
    await role('put', { headers: SIDECAR }, gus).expect(401);
    await role('put', admin, gus).expect(409);
    await verify(gus);
    await role('put', admin, gus, 'user').expect(400);
    await role('put', admin, gus).expect(204);
    await role('put', admin, gus).expect(204);
    const { body } = await post(auth.service, 'refresh', { refreshToken: gus.refreshToken }).expect(200);
    expect(decodeJwt(body.accessToken).roles).toEqual(['user', 'moderator']);
    await role('delete', admin, admin, 'admin').expect(403);
  });

  test('revoke roles: an administrator, which ends the sessions of the account', async () => {
    const hana = await newPerson(auth.service, 'hana', ['moderator']);
    await call('get', `accounts/${admin.userId}`, hana).expect(200);
    await role('delete', moderator, hana).expect(403);
    await role('delete', admin, hana).expect(204);
    await call('get', `accounts/${admin.userId}`, hana).expect(401);
    const { body } = await logIn('hana').expect(200);
    expect(decodeJwt(body.accessToken).roles).toEqual(['user']);
    await role('delete', admin, hana).expect(204);
  });
});

describe('the audit log', () => {
  test('has every action once, who did it to whom, and no attempt that was refused', async () => {
    const iris = await newPerson(auth.service, 'iris');
    await verify(iris);
    await role('put', admin, iris);
    await role('put', admin, iris);
    await suspend(moderator, iris).expect(403);
    await role('delete', admin, iris);
    await suspend(moderator, iris, 3, 'Rude.');
    await lift(admin, iris);
    await ban(admin, iris, 'Very rude.');
    const list = async (query: string) => (await call('get', `audit-log?${query}`, admin).expect(200)).body;
    const { items } = await list(`subjectId=${iris.userId}`);
    expect(items.map((one: Record<string, unknown>) => [one.actorId, one.action, one.details])).toEqual([
      [admin.userId, 'account.banned', { reason: 'Very rude.' }],
      [admin.userId, 'sanction.lifted', { kind: 'suspension', reason: 'A mistake.' }],
      [moderator.userId, 'account.suspended', { reason: 'Rude.', days: 3 }],
      [admin.userId, 'role.revoked', { role: 'moderator' }],
      [admin.userId, 'role.granted', { role: 'moderator' }],
    ]);
    const by = await list(`actorId=${moderator.userId}&subjectId=${iris.userId}`);
    expect(by.items).toHaveLength(1);
    const first = await list(`subjectId=${iris.userId}&limit=3`);
    const rest = await list(`subjectId=${iris.userId}&limit=3&cursor=${first.nextCursor}`);
    expect([...first.items, ...rest.items]).toEqual(items);
    expect(rest.nextCursor).toBeNull();
  });
});
