import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { publishedEvents } from '@townsquare/kit/testing';
import { Secret, TOTP } from 'otpauth';
import supertest from 'supertest';
import { ownData } from '../src/data-download/reading/own-data.js';
import { OauthIds1700000001040 } from '../src/identity/data/account-tables.js';
import type { ProviderId } from '../src/identity/domain/providers.js';
import { AuthWithProviders } from './provider-support.js';
import { type LoggedIn, newPerson, PASSWORD, post, registration, SIDECAR } from './support.js';

type Session = Pick<LoggedIn, 'userId' | 'headers'>;

let town: AuthWithProviders;
beforeAll(async () => {
  town = await AuthWithProviders.start();
});
afterAll(() => town?.stop());

const knowsOf = (login: string, more: object = {}) =>
  town.server.people.set(login, { name: login, email: `${login}@example.org`, emailVerified: true, ...more });
const call = (method: 'get' | 'post' | 'put' | 'delete', path: string, { headers }: Session, body: object = {}) =>
  supertest(town.service.url)
    [method](`/api/v1/auth/${path}`)
    .set(headers)
    .send(method === 'get' ? undefined : body);

/** The response to a sign-in with a provider. */
async function come(login: string, provider: ProviderId = 'google') {
  const app = town.app(provider);
  return app.exchange(await app.codeFor(login));
}

/** Somebody who has signed in with a provider. */
async function arrive(login: string, provider: ProviderId = 'google'): Promise<Session> {
  const { status, body } = await come(login, provider);
  expect([status, body]).toEqual([200, expect.objectContaining({ tokenType: 'Bearer' })]);
  return { userId: body.userId, headers: { ...SIDECAR, authorization: `Bearer ${body.accessToken}` } };
}

async function link(person: Session, login: string, provider: ProviderId, proof: object = { password: PASSWORD }) {
  const app = town.app(provider);
  const body = { code: await app.codeFor(login), codeVerifier: app.verifier, ...proof };
  return post(town.service, 'me/identities', body, person.headers);
}

const letTimePass = ({ userId }: Session) =>
  town.query('UPDATE refresh_sessions SET created_at = created_at - INTERVAL 11 MINUTE WHERE user_id = ?', [userId]);

describe('a first sign-in with a provider', () => {
  test('opens an account with the address that the provider vouches for, and no password', async () => {
    knowsOf('ana', { name: 'Aña Silva' });
    const ana = await arrive('ana');
    const { body } = await call('get', 'me', ana).expect(200);
    expect(body).toMatchObject({
      username: 'ana_silva',
      fullName: 'Aña Silva',
      email: 'ana@example.org',
      emailVerified: true,
      hasPassword: false,
      roles: ['user'],
    });
    const events = await publishedEvents(town.service.database, 'user.registered');
    expect(events.at(-1)).toMatchObject({ subject: ana.userId, data: { username: 'ana_silva' } });
  });

  test('gives the account another username where the person’s name is taken', async () => {
    knowsOf('namesake', { name: 'Ana Silva' });
    const { body } = await call('get', 'me', await arrive('namesake'));
    expect(body.username).toMatch(/^ana_silva_\d{6}$/);
  });

  test('gives the account another username where the person’s name is reserved', async () => {
    knowsOf('impostor', { name: 'Admin' });
    const { body } = await call('get', 'me', await arrive('impostor'));
    expect(body.username).toMatch(/^admin_\d{6}$/);
  });

  test('gives the account another username where the person’s name is kept for another account', async () => {
    knowsOf('once', { name: 'Once There' });
    const once = await arrive('once');
    await call('delete', 'me', once).expect(202);
    knowsOf('again', { name: 'Once There' });
    const { body } = await call('get', 'me', await arrive('again'));
    expect(body.username).toMatch(/^once_there_\d{6}$/);
  });

  test('leaves an address unverified that the provider does not vouch for', async () => {
    knowsOf('bea', { emailVerified: false });
    const bea = await arrive('bea', 'github');
    expect((await call('get', 'me', bea)).body.emailVerified).toBe(false);
    await town.auth.sendMails();
    await post(town.service, 'verify-email', { token: town.auth.postbox.codeFor('bea@example.org') }).expect(204);
    expect((await call('get', 'me', bea)).body.emailVerified).toBe(true);
  });

  test('leaves every address from Facebook unverified', async () => {
    knowsOf('bob', { emailVerified: true });
    const bob = await arrive('bob', 'facebook');
    expect((await call('get', 'me', bob)).body).toMatchObject({ email: 'bob@example.org', emailVerified: false });
  });

  test('opens no account without an address', async () => {
    knowsOf('nobody', { email: undefined });
    const { body } = await come('nobody', 'github');
    expect([body.code, body.detail]).toEqual(['conflict', expect.stringContaining('has given us no e-mail address')]);
  });

  test('has an address with an internationalised domain in the same form as everybody', async () => {
    knowsOf('zoe', { email: 'Zoe@Bücher.example' });
    const zoe = await arrive('zoe', 'github');
    expect((await call('get', 'me', zoe)).body.email).toBe('zoe@bücher.example');
    const other = { ...registration('zoe_2'), email: 'zoe@xn--bcher-kva.example' };
    const { body } = await post(town.service, 'register', other).expect(409);
    expect(body.errors).toMatchObject([{ field: 'email' }]);
  });

  test.each([true, false])(
    'never gets the account that has their address (verified: %p); its owner links it',
    async (emailVerified) => {
      const owner = await newPerson(town.service, `owner_${emailVerified}`);
      knowsOf(`comer_${emailVerified}`, { email: `${owner.username}@example.org`, emailVerified });
      const app = town.app();
      const code = await app.codeFor(`comer_${emailVerified}`);
      const { body } = await app.exchange(code).expect(409);
      expect(body).toMatchObject({ errors: [{ field: 'email' }], detail: expect.stringContaining('log in to it') });
      // The owner's app does so with the same code.
      const links = { code, codeVerifier: app.verifier, password: PASSWORD };
      await post(town.service, 'me/identities', links, owner.headers).expect(201);
      expect((await arrive(`comer_${emailVerified}`)).userId).toBe(owner.userId);
    },
  );
});

describe('a later sign-in with a provider', () => {
  test('still needs the second factor, and takes the same code of the sign-in again', async () => {
    const cleo = await newPerson(town.service, 'cleo');
    knowsOf('cleo-there');
    expect((await link(cleo, 'cleo-there', 'google')).status).toBe(201);
    const { secret } = (await post(town.service, 'me/second-factor', { password: PASSWORD }, cleo.headers)).body;
    const totp = new TOTP({ secret: Secret.fromBase32(secret) });
    await post(town.service, 'me/second-factor/confirm', { code: totp.generate() }, cleo.headers).expect(200);
    await town.query('UPDATE second_factors SET last_step = last_step - 10 WHERE user_id = ?', [cleo.userId]);
    const app = town.app();
    const code = await app.codeFor('cleo-there');
    await app.exchange(code).expect(401, /second_factor_required/);
    const wrong = totp.generate({ timestamp: Date.now() + 3_000_000 });
    await app.exchange(code, { secondFactorCode: wrong }).expect(401, /invalid_credentials/);
    await app.exchange(code, { secondFactorCode: totp.generate() }).expect(200);
  });

  test('is refused while the account is banned', async () => {
    knowsOf('dan');
    const dan = await arrive('dan');
    const admin = await newPerson(town.service, 'warden', ['admin']);
    await call('put', `accounts/${dan.userId}/ban`, admin, { reason: 'Threats.' }).expect(200);
    const { status, body } = await come('dan');
    expect([status, body.detail]).toEqual([403, 'This account is banned: Threats.']);
  });
});

describe('linking', () => {
  test('needs the password, and mails the owner', async () => {
    const eva = await newPerson(town.service, 'eva');
    knowsOf('eva-there');
    expect((await link(eva, 'eva-there', 'github', {})).status).toBe(400);
    expect((await link(eva, 'eva-there', 'github', { password: 'wrong' })).status).toBe(403);
    const { status, body } = await link(eva, 'eva-there', 'github');
    expect([status, body.provider]).toEqual([201, 'github']);
    expect((await call('get', 'me/identities', eva)).body.items).toEqual([body]);
    expect((await arrive('eva-there', 'github')).userId).toBe(eva.userId);
    await town.auth.sendMails();
    expect(town.auth.postbox.newest('eva@example.org')?.subject).toBe(
      'Townsquare: A provider was linked to your account',
    );
  });

  test('is refused where the identity has an account, or the account one of that provider', async () => {
    const [fred, gus] = [await newPerson(town.service, 'fred'), await newPerson(town.service, 'gus')];
    for (const login of ['fred-there', 'fred-elsewhere']) knowsOf(login);
    expect((await link(fred, 'fred-there', 'google')).status).toBe(201);
    const taken = await link(gus, 'fred-there', 'google');
    expect([taken.status, taken.body.detail]).toEqual([409, 'That Google account is linked to a different account.']);
    const second = await link(fred, 'fred-elsewhere', 'google');
    expect([second.status, second.body.detail]).toEqual([409, 'This account is already linked to a Google account.']);
    expect((await link(fred, 'fred-there', 'google')).status).toBe(409);
  });

  test('needs a session, and a code that this app has got', async () => {
    const hal = await newPerson(town.service, 'hal');
    const [app, other] = [town.app(), town.app()];
    knowsOf('hal-there');
    const body = { code: await app.codeFor('hal-there'), codeVerifier: app.verifier, password: PASSWORD };
    await post(town.service, 'me/identities', body).expect(401);
    const stolen = { ...body, codeVerifier: other.verifier };
    await post(town.service, 'me/identities', stolen, hal.headers).expect(400, /invalid_token/);
  });
});

describe('unlinking', () => {
  test('needs the password, and ends the sign-ins with that provider', async () => {
    const ida = await newPerson(town.service, 'ida');
    knowsOf('ida-there');
    await link(ida, 'ida-there', 'google');
    await call('delete', 'me/identities/google', ida, { password: 'wrong' }).expect(403);
    await call('delete', 'me/identities/google', ida, { password: PASSWORD }).expect(204);
    await call('delete', 'me/identities/google', ida, { password: PASSWORD }).expect(404);
    expect((await arrive('ida-there')).userId).not.toBe(ida.userId);
  });

  test('keeps the last provider of an account without a password', async () => {
    knowsOf('jan');
    knowsOf('jan-there');
    const jan = await arrive('jan');
    await call('delete', 'me/identities/google', jan).expect(409);
    expect((await link(jan, 'jan-there', 'github', {})).status).toBe(201);
    const both = await Promise.all([
      call('delete', 'me/identities/google', jan),
      call('delete', 'me/identities/github', jan),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([204, 409]);
  });
});

describe('users.oauth_id', () => {
  const opened = async ({ userId }: Session) =>
    (await town.query('SELECT oauth_provider AS provider, oauth_id AS id FROM users WHERE id = ?', [userId]))[0];
  const subjectOf = async ({ userId }: Session, provider: ProviderId) => {
    const where = 'WHERE user_id = ? AND provider = ?';
    return (await town.query(`SELECT subject FROM oauth_identities ${where}`, [userId, provider]))[0].subject;
  };

  test('is the subject at the provider that the account was opened with, while that is linked', async () => {
    knowsOf('nina');
    knowsOf('nina-there');
    const nina = await arrive('nina');
    const subject = await subjectOf(nina, 'google');
    expect(await opened(nina)).toEqual({ provider: 'google', id: subject });
    expect((await link(nina, 'nina-there', 'github', {})).status).toBe(201);
    expect(await opened(nina)).toEqual({ provider: 'google', id: subject });
    await call('delete', 'me/identities/google', nina).expect(204);
    expect(await opened(nina)).toEqual({ provider: 'google', id: null });
    const again = await arrive('nina-there', 'github');
    expect((await link(again, 'nina', 'google', {})).status).toBe(201);
    expect(await opened(nina)).toEqual({ provider: 'google', id: subject });
  });

  test('is in the data that its owner downloads, and NULL for a local account that links a provider', async () => {
    knowsOf('olga');
    knowsOf('paul-there');
    const [olga, paul] = [await arrive('olga'), await newPerson(town.service, 'paul')];
    const held = async ({ userId }: Session) =>
      (await ownData({ database: town.service.database }).account(userId, { limit: 1 })).items;
    expect(await held(olga)).toMatchObject([{ openedWith: 'google', openedWithId: await subjectOf(olga, 'google') }]);
    await link(paul, 'paul-there', 'google');
    expect(await held(paul)).toMatchObject([{ openedWith: 'local', openedWithId: null }]);
  });

  test('is NULL once a reset has dropped an identity that did not prove its address', async () => {
    knowsOf('impatient', { email: 'quin@example.org', emailVerified: false });
    const quin = await arrive('impatient');
    expect(await opened(quin)).toEqual({ provider: 'google', id: await subjectOf(quin, 'google') });
    await resetPassword('quin@example.org');
    expect(await opened(quin)).toEqual({ provider: 'google', id: null });
  });

  test('is filled for accounts from before by the migration, which can run again', async () => {
    knowsOf('rosa');
    const rosa = await arrive('rosa');
    const { id } = await opened(rosa);
    await town.query('UPDATE users SET oauth_id = NULL WHERE id = ?', [rosa.userId]);
    const runner = town.service.database.manager.connection.createQueryRunner();
    await new OauthIds1700000001040().up(runner).finally(() => runner.release());
    expect(await opened(rosa)).toEqual({ provider: 'google', id });
  });
});

describe('an account without a password', () => {
  test('does what asks for one after a sign-in of late, and not later', async () => {
    knowsOf('kim');
    const kim = await arrive('kim');
    await letTimePass(kim);
    for (const [method, path, body] of [
      ['delete', 'me', {}],
      ['put', 'me/email', { email: 'kim2@example.org' }],
      ['delete', 'me/identities/google', {}],
      ['post', 'me/data-download', {}],
    ] as const) {
      await call(method, path, kim, body).expect(403, /sign in again first/);
    }
    const again = await arrive('kim');
    await call('post', 'me/data-download', again).expect(200);
    await call('put', 'me/email', again, { email: 'kim2@example.org' }).expect(202);
    await call('delete', 'me', again).expect(202);
    expect(await town.query('SELECT * FROM oauth_identities WHERE user_id = ?', [kim.userId])).toEqual([]);
    expect((await arrive('kim')).userId).not.toBe(kim.userId);
  });

  test('gets its first one by mail, and keeps its identity', async () => {
    knowsOf('lou');
    const lou = await arrive('lou');
    const change = { currentPassword: PASSWORD, newPassword: PASSWORD };
    await call('put', 'me/password', lou, change).expect(409, /choose one with a code/);
    await post(town.service, 'login', { login: 'lou', password: PASSWORD }).expect(401);
    await resetPassword('lou@example.org');
    await post(town.service, 'login', { login: 'lou', password: PASSWORD }).expect(200);
    expect((await arrive('lou')).userId).toBe(lou.userId);
  });

  test('loses an identity that was linked before its address was shown to be its own', async () => {
    knowsOf('squatter', { email: 'mia@example.org', emailVerified: false });
    const waiting = await arrive('squatter');
    await resetPassword('mia@example.org');
    expect((await come('squatter')).status).toBe(409);
    const { body } = await post(town.service, 'login', { login: 'mia@example.org', password: PASSWORD }).expect(200);
    expect(body.userId).toBe(waiting.userId);
  });
});

async function resetPassword(email: string): Promise<void> {
  await post(town.service, 'forgot-password', { email }).expect(202);
  await town.auth.sendMails();
  const token = town.auth.postbox.codeFor(email);
  await post(town.service, 'reset-password', { token, newPassword: PASSWORD }).expect(204);
}
