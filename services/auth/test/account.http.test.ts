import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { profileUpdated, userPurged } from '@townsquare/contracts';
import { publishedEvents, type TestService } from '@townsquare/kit/testing';
import supertest from 'supertest';
import { deleteExpired } from '../src/data/expired-rows.js';
import { PURGING_SERVICES } from '../src/identity/domain/deletion-progress.js';
import { KeyRing } from '../src/identity/keys/key-ring.js';
import { BOX, type LoggedIn, logIn, newPerson, PASSWORD, post, registration, SIDECAR, startAuth } from './support.js';

let service: TestService;
beforeAll(async () => {
  service = await startAuth();
});
afterAll(() => service.stop());

type Method = 'get' | 'patch' | 'put' | 'delete';
const call = (method: Method, path: string, { headers }: Pick<LoggedIn, 'headers'>, body?: object) =>
  supertest(service.url)[method](`/api/v1/auth/${path}`).set(headers).send(body);
const signedOut = { headers: SIDECAR };

describe('/auth/me', () => {
  test('shows the account to its owner', async () => {
    const ana = await newPerson(service, 'ana');
    const { body } = await call('get', 'me', ana).expect(200);
    expect(body).toMatchObject({ userId: ana.userId, username: 'ana', email: 'ana@example.org', roles: ['user'] });
    await call('get', 'me', signedOut).expect(401);
  });

  test('a new username is announced with the next version', async () => {
    const bea = await newPerson(service, 'bea');
    const { body } = await call('patch', 'me', bea, { username: 'Beatriz' }).expect(200);
    expect(body).toMatchObject({ username: 'beatriz', email: 'bea@example.org' });
    const events = await publishedEvents(service.database, 'user.updated');
    expect(events).toMatchObject([{ aggregateversion: 2, data: { userId: bea.userId, username: 'beatriz' } }]);
    await call('patch', 'me', bea, { username: 'beatriz' }).expect(200);
    expect(await publishedEvents(service.database, 'user.updated')).toHaveLength(1);
  });

  test('has the full name that the profile has, and none from before', async () => {
    const { userId, username, headers } = await newPerson(service, 'nora');
    const profile = { userId, username, bio: '', profilePicture: null, status: 'active' as const, isPrivate: false };
    const tell = (fullName: string, aggregateversion: number) =>
      service.deliver(
        profileUpdated,
        { ...profile, fullName, createdAt: new Date().toISOString() },
        { aggregateversion },
      );
    expect([await tell('Nora Now', 3), await tell('Nora Before', 2)]).toEqual(['SUCCESS', 'SUCCESS']);
    expect((await call('get', 'me', { headers }).expect(200)).body.fullName).toBe('Nora Now');
  });

  test('refuses a name that is taken, is no name, or no change at all', async () => {
    const carl = await newPerson(service, 'carl');
    const { body } = await call('patch', 'me', carl, { username: 'ana' }).expect(409);
    expect(body.errors.map((error: { field: string }) => error.field)).toEqual(['username']);
    await call('patch', 'me', carl, { username: 'carl' }).expect(200);
    await call('patch', 'me', carl, { username: 'x' }).expect(400);
    await call('patch', 'me', carl, { email: 'other@example.org' }).expect(400);
    await call('patch', 'me', carl, { roles: ['admin'] }).expect(400);
    await call('patch', 'me', carl, {}).expect(400);
    await call('patch', 'me', signedOut, { username: 'other' }).expect(401);
  });
});

describe('a reserved username', () => {
  test('cannot be taken by renaming', async () => {
    const omar = await newPerson(service, 'omar');
    for (const username of ['admin', 'Moderator', '__townsquare__']) {
      const { body } = await call('patch', 'me', omar, { username }).expect(409);
      expect(body.errors).toEqual([{ field: 'username', message: 'is not available' }]);
    }
    expect((await call('get', 'me', omar)).body.username).toBe('omar');
  });

  test('stays with the account that has it, which logs in, keeps it and changes its password', async () => {
    const { userId } = await newPerson(service, 'petra');
    await service.database.manager.query("UPDATE users SET username = 'support' WHERE id = ?", [userId]);
    const support = await logIn(service, 'support');
    expect((await call('patch', 'me', support, { username: 'support' }).expect(200)).body.username).toBe('support');
    const passwords = { currentPassword: PASSWORD, newPassword: 'another horse battery' };
    await call('put', 'me/password', support, passwords).expect(204);
    await logIn(service, 'support', passwords.newPassword);
    await call('patch', 'me', support, { username: 'petra_2' }).expect(200);
    await call('patch', 'me', support, { username: '_support_' }).expect(409);
  });
});

const kept = (condition = '1 = 1') =>
  service.database.manager.query(`SELECT user_id FROM kept_usernames WHERE ${condition}`);
/** Lets the ninety days pass, but for a minute, and then that minute. */
async function letKeptNamesExpire(): Promise<void> {
  const pass = (time: string) =>
    service.database.manager.query(`UPDATE kept_usernames SET expires_at = expires_at - INTERVAL ${time}`);
  await pass('90 DAY');
  await pass('-1 MINUTE');
  await deleteExpired(service.database.manager);
  expect(await kept()).not.toEqual([]);
  await pass('1 MINUTE');
}

describe('a username that was given up', () => {
  const rename = (person: LoggedIn, username: string) => call('patch', 'me', person, { username });
  beforeEach(() => service.database.manager.query('DELETE FROM kept_usernames'));

  test('is kept from others for ninety days, and its owner may have it back', async () => {
    const [ines, jan] = [await newPerson(service, 'ines'), await newPerson(service, 'jan')];
    await rename(ines, 'ines_now').expect(200);
    expect((await rename(jan, 'ines').expect(409)).body.errors).toEqual([
      { field: 'username', message: 'is not available' },
    ]);
    const { body } = await post(service, 'register', { ...registration('INES'), email: 'jan@example.org' }).expect(409);
    expect(body.errors.map(({ field }: { field: string }) => field)).toEqual(['username', 'email']);
    await rename(ines, 'ines').expect(200);
    await rename(jan, 'ines_now').expect(409);
    expect(await kept()).toEqual([{ user_id: ines.userId }]);
    await letKeptNamesExpire();
    await rename(jan, 'ines_now').expect(200);
  });

  test('cannot be caught in the moment in which it is given up', async () => {
    const kim = await newPerson(service, 'kim');
    const registering = { ...registration('kim'), email: 'catcher@example.org' };
    const answers = await Promise.all([
      rename(kim, 'kim_now'),
      ...Array.from({ length: 4 }, () => post(service, 'register', registering)),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 409, 409, 409, 409]);
  });

  test('is one of five at most that an account keeps', async () => {
    const leo = await newPerson(service, 'leo_0');
    for (const number of [1, 2, 3, 4, 5]) await rename(leo, `leo_${number}`).expect(200);
    await rename(leo, 'leo_6').expect(409);
    await rename(leo, 'leo_0').expect(200);
    const { body } = await call('get', 'me', leo);
    expect(body.username).toBe('leo_0');
    expect(await kept()).toHaveLength(5);
  });

  test('that is no other changes nothing, also not the version of the account', async () => {
    const mia = await newPerson(service, 'mia');
    await rename(mia, 'mia').expect(200);
    await rename(mia, 'mia_b').expect(200);
    expect((await publishedEvents(service.database, 'user.updated')).at(-1)).toMatchObject({ aggregateversion: 2 });
  });
});

describe('PUT /auth/me/password', () => {
  test('changes it and ends every session but this one', async () => {
    const dora = await newPerson(service, 'dora');
    const other = await logIn(service, 'dora');
    const body = { currentPassword: PASSWORD, newPassword: 'another horse battery' };
    await call('put', 'me/password', dora, body).expect(204);
    await post(service, 'refresh', { refreshToken: other.refreshToken }).expect(401);
    await post(service, 'refresh', { refreshToken: dora.refreshToken }).expect(200);
    await post(service, 'login', { login: 'dora', password: PASSWORD }).expect(401);
    await logIn(service, 'dora', 'another horse battery');
  });

  test('refuses a wrong current password, a weak new one, and a request without a session', async () => {
    const eva = await newPerson(service, 'eva');
    const change = (currentPassword: string, newPassword: string, who: Pick<LoggedIn, 'headers'> = eva) =>
      call('put', 'me/password', who, { currentPassword, newPassword });
    await change('wrong', 'another horse battery').expect(403);
    const { body } = await change(PASSWORD, 'password123').expect(400);
    expect(body.errors[0].field).toBe('newPassword');
    await change(PASSWORD, 'another horse battery', signedOut).expect(401);
    await logIn(service, 'eva');
  });
});

describe('DELETE /auth/me', () => {
  test('deletes the stored response to the registration', async () => {
    const headers = { ...SIDECAR, 'idempotency-key': 'registration-of-greta' };
    await post(service, 'register', registration('greta'), headers).expect(201);
    const kept = "SELECT owner_id FROM idempotency_keys WHERE answer LIKE '%greta@example.org%'";
    expect(await service.database.manager.query(kept)).toHaveLength(1);
    await call('delete', 'me', await logIn(service, 'greta'), { password: PASSWORD }).expect(202);
    expect(await service.database.manager.query(kept)).toEqual([]);
  });

  test('leaves nothing personal, ends all sessions, and completes when every service has purged the account', async () => {
    const admin = await newPerson(service, 'warden', ['admin']);
    const fred = await newPerson(service, 'fred');
    await call('delete', 'me', fred, { password: 'wrong' }).expect(403);
    const { body } = await call('delete', 'me', fred, { password: PASSWORD }).expect(202);
    const waiting = PURGING_SERVICES.map((name) => ({ service: name, state: 'waiting', since: body.requestedAt }));
    expect(body).toMatchObject({ userId: fred.userId, completedAt: null, services: waiting });
    const event = (await publishedEvents(service.database, 'user.deleted')).at(-1);
    expect(event).toMatchObject({ subject: fred.userId, aggregateversion: 2, data: { userId: fred.userId } });

    for (const table of ['users WHERE id', 'user_roles WHERE user_id', 'refresh_tokens WHERE user_id']) {
      expect(await service.database.manager.query(`SELECT * FROM ${table} = ?`, [fred.userId])).toEqual([]);
    }
    await call('get', 'me', fred).expect(401);
    await call('delete', 'me', fred, { password: PASSWORD }).expect(401);
    await post(service, 'refresh', { refreshToken: fred.refreshToken }).expect(401);
    await post(service, 'login', { login: 'fred', password: PASSWORD }).expect(401);

    const deletion = async () => (await call('get', `deletions/${fred.userId}`, admin).expect(200)).body;
    const answers = PURGING_SERVICES.map((name) =>
      service.deliver(userPurged, { userId: fred.userId, service: name }, { id: `purged-${name}` }),
    );
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['SUCCESS']));
    const { completedAt, services } = await deletion();
    expect(completedAt).not.toBeNull();
    expect(services.map(({ state }: { state: string }) => state)).toEqual(PURGING_SERVICES.map(() => 'done'));
    await service.deliver(userPurged, { userId: fred.userId, service: 'feed' });
    expect((await deletion()).completedAt).toBe(completedAt);
  });

  test('keeps the name from everybody for ninety days, under a digest that says nothing of whose it was', async () => {
    const gina = await newPerson(service, 'gina');
    await call('patch', 'me', gina, { username: 'gina_b' }).expect(200);
    await call('delete', 'me', gina, { password: PASSWORD }).expect(202);
    for (const username of ['gina', 'gina_b']) {
      const { body } = await post(service, 'register', registration(username)).expect(409);
      expect(body.errors).toEqual([{ field: 'username', message: 'is not available' }]);
    }
    expect(await kept(`user_id = ${gina.userId}`)).toEqual([]);
    await letKeptNamesExpire();
    for (const username of ['gina', 'gina_b']) await post(service, 'register', registration(username)).expect(201);
  });

  test('a purge of an unknown account is accepted and changes nothing', async () => {
    expect(await service.deliver(userPurged, { userId: '999', service: 'feed' })).toBe('SUCCESS');
    expect(await service.deliver(userPurged, { userId: 'x', service: 'feed' })).toBe('DROP');
  });

  test('its progress is shown to administrators only', async () => {
    const admin = await newPerson(service, 'boss', ['admin']);
    const gus = await newPerson(service, 'gus');
    await call('get', 'deletions/999', admin).expect(404);
    await call('get', 'deletions/x', admin).expect(400);
    await call('get', 'deletions/999', gus).expect(403);
    await call('get', 'deletions/999', signedOut).expect(401);
  });
});

describe('for other services', () => {
  test('the user service alone may ask for an account', async () => {
    const hal = await newPerson(service, 'hal');
    const ask = (id: string, headers: Record<string, string>) =>
      supertest(service.url).get(`/internal/users/${id}`).set(headers);
    const { body } = await ask(hal.userId, service.fromService('user')).expect(200);
    expect(body).toMatchObject({ userId: hal.userId, username: 'hal', fullName: 'Full hal' });
    expect(body).not.toHaveProperty('email');
    await ask('999', service.fromService('user')).expect(404);
    await ask(hal.userId, service.fromService('post')).expect(403);
    await ask(hal.userId, hal.headers).expect(403);
  });
});

describe('the signing key', () => {
  test('is made once, however many instances start, and its private part is not readable', async () => {
    await service.database.manager.query('DELETE FROM signing_keys');
    const started = await Promise.all(Array.from({ length: 5 }, () => new KeyRing(service.database, BOX).signingKey()));
    expect(new Set(started.map((key) => key.kid)).size).toBe(1);
    const [row] = await service.database.manager.query('SELECT private_jwk FROM signing_keys');
    expect(row.private_jwk.toString()).not.toContain('"d"');
  });
});
