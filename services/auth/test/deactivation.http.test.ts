import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { publishedEvents } from '@townsquare/kit/testing';
import { Secret, TOTP } from 'otpauth';
import supertest from 'supertest';
import { endSuspensions } from '../src/moderation/workers/end-suspensions.js';
import { AuthWithProviders } from './provider-support.js';
import { type LoggedIn, newPerson, PASSWORD, post, registration, SIDECAR } from './support.js';

const NEW_PASSWORD = 'a long walk by the sea';

let town: AuthWithProviders;
let admin: LoggedIn;
beforeAll(async () => {
  town = await AuthWithProviders.start();
  admin = await newPerson(town.service, 'warden', ['admin']);
});
afterAll(() => town?.stop());

type Method = 'get' | 'post' | 'put' | 'delete';
const call = (method: Method, path: string, { headers }: Pick<LoggedIn, 'headers'>, body?: object) =>
  supertest(town.service.url)[method](`/api/v1/auth/${path}`).set(headers).send(body);
const deactivate = (owner: LoggedIn, body: object = { password: PASSWORD }) =>
  call('post', 'me/deactivation', owner, body);
const logIn = (login: string, more: object = {}) => post(town.service, 'login', { login, password: PASSWORD, ...more });
const statusOf = async ({ userId }: Pick<LoggedIn, 'userId'>) => {
  const [row] = await town.query('SELECT status, deactivated_at AS since FROM users WHERE id = ?', [userId]);
  return row && [row.status, row.since !== null];
};
const INACTIVE = ['inactive', true];
const ACTIVE = ['active', false];
const newestMail = async (username: string) => {
  await town.auth.sendMails();
  return town.auth.postbox.newest(`${username}@example.org`);
};
const standing = async ({ userId }: LoggedIn) => (await call('get', `accounts/${userId}`, admin).expect(200)).body;
const ban = ({ userId }: LoggedIn) => call('put', `accounts/${userId}/ban`, admin, { reason: 'Threats.' }).expect(200);
const lift = ({ userId }: LoggedIn) =>
  call('delete', `accounts/${userId}/sanction`, admin, { reason: 'A mistake.' }).expect(204);

/** The events about an account's status, in the order of its versions. */
async function statusEvents({ userId }: LoggedIn): Promise<object[]> {
  const topics = ['user.deactivated', 'user.banned', 'user.deleted'];
  const events = (await Promise.all(topics.map((topic) => publishedEvents(town.service.database, topic)))).flat();
  return events
    .filter(({ subject }) => subject === userId)
    .sort((one, other) => one.aggregateversion - other.aggregateversion)
    .map(({ type, aggregateversion: version, data }) => {
      const { userId: _userId, reason: _reason, ...facts } = data as Record<string, unknown>;
      return { type, version, ...facts };
    });
}
const left = (version: number) => ({ type: 'user.deactivated', version, deactivated: true });
const cameBack = (version: number) => ({ type: 'user.deactivated', version, deactivated: false });

async function arriveBy(login: string): Promise<LoggedIn> {
  town.server.people.set(login, { name: login, email: `${login}@example.org`, emailVerified: true });
  const { body } = await signInAs(login);
  return { ...body, username: login, headers: { ...SIDECAR, authorization: `Bearer ${body.accessToken}` } };
}

async function signInAs(login: string) {
  const app = town.app();
  return app.exchange(await app.codeFor(login)).expect(200);
}

describe('a deactivation', () => {
  test('makes the account inactive, publishes it, ends every session, and is reported by mail', async () => {
    const ana = await newPerson(town.service, 'ana');
    const other = (await logIn('ana').expect(200)).body;
    await deactivate(ana).expect(204);
    expect(await statusOf(ana)).toEqual(INACTIVE);
    expect(await statusEvents(ana)).toEqual([left(2)]);
    await call('get', 'me', ana).expect(401);
    for (const { refreshToken } of [ana, other]) await post(town.service, 'refresh', { refreshToken }).expect(401);
    expect(await newestMail('ana')).toMatchObject({
      subject: 'Townsquare: Your account is deactivated',
      html: expect.stringContaining('To come back, sign in'),
    });
    expect(await standing(ana)).toMatchObject({ isDeactivated: true, isSanctioned: false });
  });

  test('needs the password, and a token of a session that has not ended', async () => {
    const ben = await newPerson(town.service, 'ben');
    await deactivate(ben, {}).expect(400);
    await deactivate(ben, { password: 'wrong password' }).expect(403);
    await post(town.service, 'me/deactivation', { password: PASSWORD }).expect(401);
    expect(await statusOf(ben)).toEqual(ACTIVE);
    await deactivate(ben).expect(204);
    await deactivate(ben).expect(401);
    expect(await statusEvents(ben)).toEqual([left(2)]);
  });

  test('of an account without a password needs a recent sign-in with a provider', async () => {
    const cleo = await arriveBy('cleo');
    await town.query('UPDATE refresh_sessions SET created_at = created_at - INTERVAL 1 HOUR WHERE user_id = ?', [
      cleo.userId,
    ]);
    await deactivate(cleo, {}).expect(403);
    const again = (await signInAs('cleo')).body;
    await deactivate({ ...cleo, headers: { ...SIDECAR, authorization: `Bearer ${again.accessToken}` } }, {}).expect(
      204,
    );
    expect(await statusOf(cleo)).toEqual(INACTIVE);
  });

  test('that is asked for twice at the same moment happens once', async () => {
    const dan = await newPerson(town.service, 'dan');
    const statuses = (await Promise.all([1, 2, 3].map(() => deactivate(dan)))).map(({ status }) => status);
    expect(statuses.sort()).toEqual([204, 401, 401]);
    expect(await statusEvents(dan)).toEqual([left(2)]);
  });

  test('leaves no session that was begun at that moment while the account is inactive', async () => {
    const eva = await newPerson(town.service, 'eva');
    await Promise.all([deactivate(eva), ...[1, 2, 3].map(() => logIn('eva'))]);
    const sessions = await town.query('SELECT id FROM refresh_sessions WHERE user_id = ?', [eva.userId]);
    // A log-in either came before, and its session has ended, or after, and the account is active.
    const [status] = await statusOf(eva);
    expect(sessions.length > 0).toBe(status === 'active');
  });

  test('keeps the username and the address from others', async () => {
    await deactivate(await newPerson(town.service, 'fay')).expect(204);
    await post(town.service, 'register', { ...registration('fay'), email: 'other@example.org' }).expect(409);
    await post(town.service, 'register', { ...registration('faye'), email: 'fay@example.org' }).expect(409);
  });

  test('is possible for an administrator, who has the role again on return, and who can delete the account too', async () => {
    const sue = await newPerson(town.service, 'sue', ['admin']);
    await deactivate(sue).expect(204);
    const { body } = await logIn('sue').expect(200);
    const headers = { ...SIDECAR, authorization: `Bearer ${body.accessToken}` };
    expect((await call('get', 'me', { headers }).expect(200)).body.roles).toContain('admin');
    await call('delete', 'me', { headers }, { password: PASSWORD }).expect(202);
  });
});

describe('the owner of a deactivated account', () => {
  test('comes back by logging in with the password, and is told by mail', async () => {
    const gus = await newPerson(town.service, 'gus');
    await deactivate(gus).expect(204);
    await logIn('gus', { password: 'wrong password' }).expect(401);
    expect(await statusOf(gus)).toEqual(INACTIVE);
    await logIn('gus').expect(200);
    expect(await statusOf(gus)).toEqual(ACTIVE);
    await logIn('gus').expect(200);
    expect(await statusEvents(gus)).toEqual([left(2), cameBack(3)]);
    expect((await newestMail('gus'))?.subject).toBe('Townsquare: Your account is active again');
    expect(await standing(gus)).toMatchObject({ isDeactivated: false });
  });

  test('comes back once, even by two log-ins at the same moment', async () => {
    const hal = await newPerson(town.service, 'hal');
    await deactivate(hal).expect(204);
    await Promise.all([1, 2, 3].map(() => logIn('hal').expect(200)));
    expect(await statusEvents(hal)).toEqual([left(2), cameBack(3)]);
  });

  test('with a second factor comes back once its code was right, and not by the password alone', async () => {
    const ida = await newPerson(town.service, 'ida');
    const { body } = await post(town.service, 'me/second-factor', { password: PASSWORD }, ida.headers).expect(200);
    const totp = new TOTP({ secret: Secret.fromBase32(body.secret) });
    await post(town.service, 'me/second-factor/confirm', { code: totp.generate() }, ida.headers).expect(200);
    await town.query('UPDATE second_factors SET last_step = last_step - 10 WHERE user_id = ?', [ida.userId]);
    await deactivate(ida).expect(204);
    await logIn('ida').expect(401, /second_factor_required/);
    await logIn('ida', { code: totp.generate({ timestamp: Date.now() + 3_000_000 }) }).expect(401);
    expect(await statusOf(ida)).toEqual(INACTIVE);
    await logIn('ida', { code: totp.generate() }).expect(200);
    expect(await statusOf(ida)).toEqual(ACTIVE);
  });

  test('comes back by signing in with a provider', async () => {
    const jan = await arriveBy('jan');
    await deactivate(jan, {}).expect(204);
    expect(await statusOf(jan)).toEqual(INACTIVE);
    expect((await signInAs('jan')).body.userId).toBe(jan.userId);
    expect(await statusOf(jan)).toEqual(ACTIVE);
    expect(await statusEvents(jan)).toEqual([left(2), cameBack(3)]);
  });

  test('who has forgotten the password resets it by mail, which alone does not bring the account back', async () => {
    const kim = await newPerson(town.service, 'kim');
    await deactivate(kim).expect(204);
    await post(town.service, 'forgot-password', { email: 'kim@example.org' }).expect(202);
    await town.auth.sendMails();
    const token = town.auth.postbox.codeFor('kim@example.org');
    await post(town.service, 'reset-password', { token, newPassword: NEW_PASSWORD }).expect(204);
    expect(await statusOf(kim)).toEqual(INACTIVE);
    await logIn('kim', { password: NEW_PASSWORD }).expect(200);
    expect(await statusOf(kim)).toEqual(ACTIVE);
  });

  test('can delete the account after signing in', async () => {
    const lea = await newPerson(town.service, 'lea');
    await deactivate(lea).expect(204);
    await call('delete', 'me', lea, { password: PASSWORD }).expect(401);
    const { body } = await logIn('lea').expect(200);
    const headers = { ...SIDECAR, authorization: `Bearer ${body.accessToken}` };
    await call('delete', 'me', { headers }, { password: PASSWORD }).expect(202);
    expect(await statusOf(lea)).toBeUndefined();
    expect(await statusEvents(lea)).toEqual([left(2), cameBack(3), { type: 'user.deleted', version: 4 }]);
  });

  test('downloads the data after signing in, not as the owner of a sanctioned account', async () => {
    const mia = await newPerson(town.service, 'mia');
    await deactivate(mia).expect(204);
    await post(town.service, 'data-download/sanctioned', { login: 'mia', password: PASSWORD }).expect(409);
    expect(await statusOf(mia)).toEqual(INACTIVE);
  });
});

describe('a deactivated account that is banned', () => {
  test('is refused at a sign-in until the ban is lifted, and is inactive then until its owner signs in', async () => {
    const ned = await newPerson(town.service, 'ned');
    await deactivate(ned).expect(204);
    await ban(ned);
    expect(await statusOf(ned)).toEqual(['banned', true]);
    expect(await standing(ned)).toMatchObject({ isSanctioned: true, isDeactivated: true });
    expect((await logIn('ned').expect(403)).body.detail).toBe('This account is banned: Threats.');
    await lift(ned);
    expect(await statusOf(ned)).toEqual(INACTIVE);
    await logIn('ned').expect(200);
    expect(await statusOf(ned)).toEqual(ACTIVE);
    expect(await statusEvents(ned)).toEqual([
      left(2),
      { type: 'user.banned', version: 3, banned: true, deactivated: true },
      { type: 'user.banned', version: 4, banned: false, deactivated: true },
      cameBack(5),
    ]);
  });

  test('is inactive again when a suspension has run out', async () => {
    const olga = await newPerson(town.service, 'olga');
    await deactivate(olga).expect(204);
    await call('put', `accounts/${olga.userId}/suspension`, admin, { reason: 'Spam.', days: 3 }).expect(200);
    await town.query('UPDATE sanctions SET ends_at = ends_at - INTERVAL 3 DAY WHERE user_id = ?', [olga.userId]);
    await endSuspensions(town.service.database);
    expect(await statusOf(olga)).toEqual(INACTIVE);
  });

  test('downloads its data as any banned account does', async () => {
    const pia = await newPerson(town.service, 'pia');
    await deactivate(pia).expect(204);
    await ban(pia);
    await post(town.service, 'data-download/sanctioned', { login: 'pia', password: PASSWORD }).expect(200);
    expect(await statusOf(pia)).toEqual(['banned', true]);
  });
});

test('a banned account cannot be deactivated, and is active when the ban ends', async () => {
  const rob = await newPerson(town.service, 'rob');
  await ban(rob);
  await deactivate(rob).expect(401);
  await lift(rob);
  expect(await statusOf(rob)).toEqual(ACTIVE);
});
