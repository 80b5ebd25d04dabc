import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { Secret, TOTP } from 'otpauth';
import supertest from 'supertest';
import type { ProviderId } from '../src/identity/domain/providers.js';
import { KeyRing } from '../src/identity/keys/key-ring.js';
import { listActions } from '../src/moderation/data/audit-log.js';
import { administer } from '../src/moderation/use-cases/administer.js';
import { AuthWithProviders } from './provider-support.js';
import { BOX, type LoggedIn, logIn, newPerson, PASSWORD, post, SIDECAR } from './support.js';

const NEW_PASSWORD = 'a long walk by the sea';
const DECISION = join(import.meta.dirname, '../../../docs/decisions/0025-bound-to-credentials.md');

let town: AuthWithProviders;
let admin: LoggedIn;
beforeAll(async () => {
  town = await AuthWithProviders.start();
  admin = await newPerson(town.service, 'warden', ['admin']);
});
afterAll(() => town?.stop());

/** An account, with the session in which its owner acts and another one, which may be somebody else's. */
interface Subject {
  username: string;
  email: string;
  isVerified: boolean;
  /** As it is now. */
  password: string;
  owner: LoggedIn;
  other: LoggedIn;
}

type Method = 'get' | 'post' | 'put' | 'delete';
const call = (method: Method, path: string, { headers }: Pick<LoggedIn, 'headers'>, body?: object) =>
  supertest(town.service.url)[method](`/api/v1/auth/${path}`).set(headers).send(body);

let subjects = 0;
async function newSubject(isVerified: boolean): Promise<Subject> {
  const username = `subject_${++subjects}`;
  const email = `${username}@example.org`;
  const owner = await newPerson(town.service, username);
  if (isVerified) {
    const token = await mailedTo(email);
    await post(town.service, 'verify-email', { token }, owner.headers).expect(204);
  }
  const other = await logIn(town.service, username);
  return { username, email, isVerified, password: PASSWORD, owner, other };
}

/** The code in the newest mail to an address. */
async function mailedTo(address: string): Promise<string> {
  await town.auth.sendMails();
  return town.auth.postbox.codeFor(address);
}

async function resetCode({ email }: Subject): Promise<string> {
  await post(town.service, 'forgot-password', { email }).expect(202);
  return mailedTo(email);
}

async function verificationCode({ owner, email }: Subject): Promise<string> {
  await post(town.service, 'me/verification', {}, owner.headers).expect(202);
  return mailedTo(email);
}

/** Asks for another address; returns the codes that confirm it. */
async function changeCodes({ email, isVerified }: Subject, by: LoggedIn, newEmail: string): Promise<string[]> {
  await call('put', 'me/email', by, { email: newEmail, password: PASSWORD }).expect(202);
  return [...(isVerified ? [await mailedTo(email)] : []), await mailedTo(newEmail)];
}

async function confirmAll(codes: string[]) {
  let answer = await post(town.service, 'confirm-email', { token: codes[0] });
  for (const token of codes.slice(1)) answer = await post(town.service, 'confirm-email', { token });
  return answer;
}

/** Signs in at a provider, which knows `login`; returns what an app has in the end. */
async function proofOf(login: string, provider: ProviderId = 'google') {
  const app = town.app(provider);
  return { app, code: await app.codeFor(login) };
}

async function link({ email, owner }: Subject, login: string, isVouched: boolean): Promise<void> {
  const address = isVouched ? email : `${login}@elsewhere.example`;
  town.server.people.set(login, { name: login, email: address, emailVerified: true });
  const { app, code } = await proofOf(login);
  await post(
    town.service,
    'me/identities',
    { code, codeVerifier: app.verifier, password: PASSWORD },
    owner.headers,
  ).expect(201);
}

const tryLogIn = ({ username, password }: Subject, code?: string) =>
  post(town.service, 'login', { login: username, password, ...(code === undefined ? {} : { code }) });

const codeOf = (secret: string) => new TOTP({ secret: Secret.fromBase32(secret) }).generate();

async function beginSecondFactor({ owner }: Subject): Promise<string> {
  const { body } = await post(town.service, 'me/second-factor', { password: PASSWORD }, owner.headers).expect(200);
  return body.secret;
}

async function turnSecondFactorOn(subject: Subject): Promise<string[]> {
  const code = codeOf(await beginSecondFactor(subject));
  const { body } = await post(town.service, 'me/second-factor/confirm', { code }, subject.owner.headers).expect(200);
  return body.recoveryCodes;
}

async function isAlive({ headers, refreshToken }: LoggedIn): Promise<boolean> {
  const { status: access } = await call('get', 'me', { headers });
  const { status: refresh } = await post(town.service, 'refresh', { refreshToken });
  // One without the other would be neither.
  expect([access === 200, refresh === 200]).toEqual([access === 200, access === 200]);
  return access === 200;
}

/** Begins a download that stands still before its end. */
async function beginDownload(by: LoggedIn): Promise<Act> {
  const { othersData } = town.auth;
  const image = by.userId;
  othersData.hold('images', by.userId, [{ image }]);
  let goOn = () => {};
  const waiting = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const reached = new Promise<void>((resolve) => {
    othersData.onRead = (what) => {
      if (what !== `image ${image}`) return;
      resolve();
      return waiting;
    };
  });
  const answer = await fetch(`${town.service.url}/api/v1/auth/me/data-download`, {
    method: 'POST',
    headers: { ...by.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ password: PASSWORD }),
  });
  expect(answer.status).toBe(200);
  await reached;
  return async () => {
    goOn();
    const whole = await answer.arrayBuffer().then(
      () => true,
      () => false,
    );
    othersData.onRead = () => {};
    return whole;
  };
}

/** Tries whether a thing still acts on the account. */
type Act = () => Promise<boolean>;

/** Everything that is pending or kept: sets it up, and returns how to try it. */
const THINGS: Record<string, (subject: Subject) => Promise<Act>> = {
  async 'change of address'(subject) {
    const newEmail = `${subject.username}@thief.example`;
    const codes = await changeCodes(subject, subject.other, newEmail);
    return async () => {
      await confirmAll(codes);
      const [row] = await town.query('SELECT email FROM users WHERE id = ?', [subject.owner.userId]);
      return row?.email === newEmail;
    };
  },
  async 'verification code'(subject) {
    const token = await verificationCode(subject);
    return async () => (await post(town.service, 'verify-email', { token })).status === 204;
  },
  async 'reset code'(subject) {
    const token = await resetCode(subject);
    const reset = { token, newPassword: 'the password of somebody else' };
    return async () => (await post(town.service, 'reset-password', reset)).status === 204;
  },
  async 'second factor, begun'(subject) {
    const secret = await beginSecondFactor(subject);
    return async () => {
      const { body } = await tryLogIn(subject);
      const headers = { ...SIDECAR, authorization: `Bearer ${body.accessToken ?? 'none'}` };
      return (await post(town.service, 'me/second-factor/confirm', { code: codeOf(secret) }, headers)).status === 200;
    };
  },
  async 'second factor'(subject) {
    await turnSecondFactorOn(subject);
    return async () => (await tryLogIn(subject)).body.code === 'second_factor_required';
  },
  async 'recovery codes'(subject) {
    const [code] = await turnSecondFactorOn(subject);
    return async () => {
      const isAsked = (await tryLogIn(subject)).body.code === 'second_factor_required';
      return isAsked && (await tryLogIn(subject, code)).status === 200;
    };
  },
  'linked identity': (subject) => signsIn(subject, false),
  'linked identity, vouched': (subject) => signsIn(subject, true),
  async 'sign-in flow'(subject) {
    await link(subject, subject.username, false);
    const { app, code } = await proofOf(subject.username);
    return async () => (await app.exchange(code)).body.userId === subject.owner.userId;
  },
  async 'half-linked identity'({ username, owner, other }) {
    const login = `${username}-half`;
    town.server.people.set(login, { name: login, email: `${login}@elsewhere.example`, emailVerified: true });
    const { app, code } = await proofOf(login, 'github');
    const body = { code, codeVerifier: app.verifier, password: PASSWORD };
    return async () => {
      await post(town.service, 'me/identities', body, other.headers);
      const linked = `SELECT * FROM oauth_identities WHERE user_id = ? AND provider = 'github'`;
      return (await town.query(linked, [owner.userId])).length === 1;
    };
  },
  'session that asked':
    async ({ owner }) =>
    () =>
      isAlive(owner),
  'another session':
    async ({ other }) =>
    () =>
      isAlive(other),
  async 'socket of another session'({ other }) {
    // notification closes the sockets of the sessions that it is told have ended: see its sockets.test.ts.
    return async () => {
      const headers = town.service.fromService('notification');
      const { body } = await supertest(town.service.url).get('/internal/ended-sessions').set(headers).expect(200);
      return !body.sessionIds.includes(decodeJwt(other.accessToken).sid);
    };
  },
  'data download': ({ owner }) => beginDownload(owner),
  'data download of another session': ({ other }) => beginDownload(other),
};

async function signsIn(subject: Subject, isVouched: boolean): Promise<Act> {
  await link(subject, subject.username, isVouched);
  return async () => {
    const { app, code } = await proofOf(subject.username);
    return (await app.exchange(code)).body.userId === subject.owner.userId;
  };
}

interface Event {
  /** Whether the address was verified before. */
  isVerified: boolean;
  /** Prepares what takes the account back or away, and returns how to do it. */
  prepare(subject: Subject): Promise<() => Promise<{ status: number }>>;
}

const reset = async (subject: Subject) => {
  const token = await resetCode(subject);
  return () => {
    subject.password = NEW_PASSWORD;
    return post(town.service, 'reset-password', { token, newPassword: NEW_PASSWORD });
  };
};
const verification = (headersOf: (subject: Subject) => Record<string, string>) => async (subject: Subject) => {
  const token = await verificationCode(subject);
  return () => post(town.service, 'verify-email', { token }, headersOf(subject));
};
const sanction = (kind: 'suspension' | 'ban', terms: object) => async (subject: Subject) => async () => {
  const account = `accounts/${subject.owner.userId}`;
  const imposed = await call('put', `${account}/${kind}`, admin, { reason: 'Threats.', ...terms });
  if (imposed.status !== 200) return imposed;
  return call('delete', `${account}/sanction`, admin, { reason: 'It is over.' });
};

/** Runs an operator's command, with an outcome as a request has it. */
async function administrate(...args: string[]): Promise<{ status: number }> {
  const { database } = town.service;
  return administer(database, new KeyRing(database, BOX, 0), args).then(
    () => ({ status: 200 }),
    () => ({ status: 404 }),
  );
}

const EVENTS: Record<string, Event> = {
  'reset, never verified': { isVerified: false, prepare: reset },
  'reset, verified': { isVerified: true, prepare: reset },
  'password changed': {
    isVerified: true,
    prepare: async (subject) => () => {
      const { owner, password: currentPassword } = subject;
      subject.password = NEW_PASSWORD;
      return call('put', 'me/password', owner, { currentPassword, newPassword: NEW_PASSWORD });
    },
  },
  'address changed': {
    isVerified: true,
    async prepare(subject) {
      const codes = await changeCodes(subject, subject.owner, `${subject.username}@new.example`);
      return () => confirmAll(codes);
    },
  },
  'verified, signed in': { isVerified: false, prepare: verification(({ owner }) => owner.headers) },
  'verified, mail alone': { isVerified: false, prepare: verification(() => SIDECAR) },
  'provider unlinked': {
    isVerified: true,
    async prepare(subject) {
      const { items } = (await call('get', 'me/identities', subject.owner)).body;
      if (items.length === 0) await link(subject, `${subject.username}-linked`, false);
      return () => call('delete', 'me/identities/google', subject.owner, { password: PASSWORD });
    },
  },
  'second factor removed': {
    isVerified: true,
    async prepare(subject) {
      const { body } = await call('get', 'me', subject.owner);
      if (!body.secondFactor) await turnSecondFactorOn(subject);
      return () => administrate('remove-second-factor', subject.username, 'A passport was seen.');
    },
  },
  suspended: { isVerified: true, prepare: sanction('suspension', { days: 3 }) },
  banned: { isVerified: true, prepare: sanction('ban', {}) },
  deleted: {
    isVerified: true,
    prepare:
      async ({ owner }) =>
      () =>
        call('delete', 'me', owner, { password: PASSWORD }),
  },
};

/** The rows of the decision's table: what each thing does after each event. */
function table(): { events: string[]; rows: Map<string, string[]> } {
  const lines = readFileSync(DECISION, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const [[, ...events], , ...rows] = lines as [string[], string[], ...string[][]];
  return { events: events!, rows: new Map(rows.map(([thing, ...cells]) => [thing!, cells])) };
}

const { events, rows } = table();
const DELETION = 'deletion under way';

test('the table of the decision has each thing and each event, and nothing else', () => {
  expect([...rows.keys()]).toEqual([...Object.keys(THINGS), DELETION]);
  expect(events).toEqual(Object.keys(EVENTS));
  for (const [thing, cells] of rows) {
    expect([thing, cells]).toEqual([thing, events.map(() => expect.stringMatching(/^(stays|ends|–)$/))]);
  }
});

describe.each(Object.keys(THINGS))('%s', (thing) => {
  const cells = events.map((event, index) => [rows.get(thing)?.[index], event] as const);
  test.each(cells.filter(([expected]) => expected !== '–'))('%s: %s', async (expected, event) => {
    const { isVerified, prepare } = EVENTS[event]!;
    const subject = await newSubject(isVerified && thing !== 'verification code');
    const act = await THINGS[thing]!(subject);
    const happen = await prepare(subject);
    expect((await happen()).status).toBeLessThan(300);
    expect((await act()) ? 'stays' : 'ends').toBe(expected);
  });
});

describe(DELETION, () => {
  test.each(events)('stays: %s', async (event) => {
    const { isVerified, prepare } = EVENTS[event]!;
    const subject = await newSubject(isVerified);
    const happen = await prepare(subject);
    await call('delete', 'me', subject.owner, { password: PASSWORD }).expect(202);
    expect((await happen()).status).toBeGreaterThanOrEqual(400);
    expect(await town.query('SELECT * FROM users WHERE id = ?', [subject.owner.userId])).toEqual([]);
    expect(rows.get(DELETION)![events.indexOf(event)]).toBe('stays');
  });
});

describe('an authentication from before the account was taken back', () => {
  const asOwner = (method: Method, path: string, body: object) => (subject: Subject) =>
    call(method, path, subject.owner, body);

  test.each<[string, (subject: Subject) => PromiseLike<{ status: number }>]>([
    ['a log-in', (subject) => tryLogIn(subject)],
    ['a change of address', asOwner('put', 'me/email', { email: 'late@new.example', password: PASSWORD })],
    ['a new password', asOwner('put', 'me/password', { currentPassword: PASSWORD, newPassword: NEW_PASSWORD })],
    ['a second factor', asOwner('post', 'me/second-factor', { password: PASSWORD })],
    ['the end of other sessions', asOwner('delete', 'sessions', { password: PASSWORD })],
    ['a deletion', asOwner('delete', 'me', { password: PASSWORD })],
  ])('does not count after it: %s is refused', async (_what, ask) => {
    const subject = await newSubject(true);
    const { userId } = subject.owner;
    const taking = town.service.database.source.createQueryRunner();
    await taking.startTransaction();
    try {
      await taking.query('UPDATE users SET credential_version = credential_version + 1 WHERE id = ?', [userId]);
      const answer = Promise.resolve(ask(subject));
      // The password was right, and what follows waits for the account.
      await waitForLock();
      await taking.commitTransaction();
      expect((await answer).status).toBe(401);
    } finally {
      await taking.release();
    }
    expect(await town.query('SELECT email FROM users WHERE id = ?', [userId])).toEqual([{ email: subject.email }]);
    await logIn(town.service, subject.username);
  });

  async function waitForLock(): Promise<void> {
    const waiting = `SELECT id FROM information_schema.processlist
      WHERE db = DATABASE() AND id <> CONNECTION_ID() AND info LIKE '%FOR UPDATE%'`;
    while ((await town.query(waiting)).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  }
});

test('an owner gets an account back on which a thief with the password has turned on a second factor', async () => {
  const subject = await newSubject(true);
  const { username, email, owner } = subject;
  const thief = await logIn(town.service, username);
  const secret = await beginSecondFactor({ ...subject, owner: thief });
  await post(town.service, 'me/second-factor/confirm', { code: codeOf(secret) }, thief.headers).expect(200);
  await (await reset(subject))();
  expect((await tryLogIn(subject)).body.code).toBe('second_factor_required');

  expect(await administrate('remove-second-factor', username, 'A passport was seen.')).toEqual({ status: 200 });
  await town.auth.sendMails();
  expect(town.auth.postbox.newest(email)?.subject).toBe('Townsquare: Your second factor was removed');
  const back = await tryLogIn(subject);
  expect([back.status, await isAlive(thief)]).toEqual([200, false]);
  const { manager } = town.service.database;
  expect(await listActions(manager, { subjectId: owner.userId }, undefined, 10)).toMatchObject([
    { actorId: null, action: 'secondFactor.removed', details: { reason: 'A passport was seen.' } },
  ]);

  // There is nothing to remove now, so the session of the owner stays.
  expect(await administrate('remove-second-factor', username, 'A passport was seen.')).toEqual({ status: 200 });
  expect(
    (await call('get', 'me', { headers: { ...SIDECAR, authorization: `Bearer ${back.body.accessToken}` } })).status,
  ).toBe(200);
});

test('the code to appeal with outlives a reset of the password, since a banned owner may need both', async () => {
  const subject = await newSubject(true);
  await call('put', `accounts/${subject.owner.userId}/ban`, admin, { reason: 'Threats.' }).expect(200);
  const code = await mailedTo(subject.email);
  await (await reset(subject))();
  const appeal = { code, text: 'It was not me.' };
  await supertest(town.service.url).post('/api/v1/appeals/sanction').set(SIDECAR).send(appeal).expect(201);
});
