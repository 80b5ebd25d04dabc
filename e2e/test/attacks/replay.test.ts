import { beforeAll, describe, expect, test } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import { sql } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { codeIn } from '../../support/inbox.js';
import { Person } from '../../support/person.js';

const addressOf = (person: Person) => `${person.username}@example.org`;
const refresh = (refreshToken: string) => Person.stranger.post('/auth/refresh', { refreshToken });

/** Lets the seconds go by in which a client that lost an answer may use its token again. */
async function afterTheGrace(person: Person): Promise<void> {
  await sql('UPDATE auth.refresh_tokens SET used_at = used_at - INTERVAL 1 MINUTE WHERE user_id = ?', [person.userId]);
}

/** Waits until a session's tokens are refused: those that it has given, and their successors. */
async function isOver(person: Person, refreshTokens: string[]): Promise<void> {
  for (const token of refreshTokens) expect((await refresh(token)).status).toBe(401);
  await eventually(
    () => person.get('/feed'),
    ({ status }) => status === 401,
    'the access token is refused',
  );
}

describe('a refresh token', () => {
  let ana: Person;
  let next: string;
  beforeAll(async () => {
    ana = await Person.join('ana');
    const first = await refresh(ana.refreshToken);
    expect(first.status).toBe(200);
    next = first.body.refreshToken;
    await afterTheGrace(ana);
  });

  test('that is used again ends the whole session, also for the rightful client', async () => {
    expect((await refresh(ana.refreshToken)).status).toBe(401);
    await isOver(ana, [ana.refreshToken, next]);
  });

  test('that two clients use at once ends the session', async () => {
    const ben = await Person.join('ben');
    const { body } = await refresh(ben.refreshToken);
    await afterTheGrace(ben);
    const answers = await Promise.all([ben.refreshToken, ben.refreshToken, body.refreshToken].map(refresh));
    expect(answers.slice(0, 2).map(({ status }) => status)).toEqual([401, 401]);
    // The good one may have come first; what it got is of no use either.
    const got = answers[2]!.status === 200 ? [answers[2]!.body.refreshToken] : [];
    await isOver(ben, [body.refreshToken, ...got]);
  });

  test('ends no other session of the account', async () => {
    const cleo = await Person.join('cleo');
    const elsewhere = await cleo.logInAgain();
    await refresh(cleo.refreshToken);
    await afterTheGrace(cleo);
    expect((await refresh(cleo.refreshToken)).status).toBe(401);
    await isOver(cleo, [cleo.refreshToken]);
    expect((await elsewhere.get('/auth/me')).status).toBe(200);
    expect((await refresh(elsewhere.refreshToken)).status).toBe(200);
  });

  test('is no access token, and an access token is no refresh token', async () => {
    const dora = await Person.join('dora');
    expect((await refresh(dora.accessToken!)).status).toBe(401);
    const answer = await dora.post('/auth/refresh', { refreshToken: dora.accessToken });
    expect(answer.status).toBe(401);
    expect((await dora.get('/auth/me')).status).toBe(200);
  });
});

describe('a code from a mail', () => {
  test('verifies an address once', async () => {
    const ana = await Person.join('ana');
    const token = await codeIn(addressOf(ana), 'Is this your address?');
    expect((await Person.stranger.post('/auth/verify-email', { token })).status).toBe(204);
    expect((await Person.stranger.post('/auth/verify-email', { token })).status).toBe(400);
  });

  test('sets a password once, also when used several times at once, and does nothing else', async () => {
    const ben = await Person.join('ben');
    expect((await Person.stranger.post('/auth/forgot-password', { email: addressOf(ben) })).status).toBe(202);
    const token = await codeIn(addressOf(ben), 'A new password');
    expect((await Person.stranger.post('/auth/verify-email', { token })).status).toBe(400);
    const passwords = ['a long walk by the sea', 'a short walk by the sea', 'no walk by any sea'];
    const set = (newPassword: string) => Person.stranger.post('/auth/reset-password', { token, newPassword });
    const statuses = (await Promise.all(passwords.map(set))).map(({ status }) => status);
    expect(statuses.sort()).toEqual([204, 400, 400]);
    expect((await set(passwords[0]!)).status).toBe(400);
  });

  test('sets no password once a later code was requested', async () => {
    const cleo = await Person.join('cleo');
    await Person.stranger.post('/auth/forgot-password', { email: addressOf(cleo) });
    const token = await codeIn(addressOf(cleo), 'A new password');
    await Person.stranger.post('/auth/forgot-password', { email: addressOf(cleo) });
    const later = await eventually(
      () => codeIn(addressOf(cleo), 'A new password'),
      (code) => code !== token,
      'the second mail',
    );
    const set = (code: string) =>
      Person.stranger.post('/auth/reset-password', { token: code, newPassword: 'a long walk by the sea' });
    expect((await set(later)).status).toBe(204);
    expect((await set(token)).status).toBe(400);
  });
});

describe('a code of a second factor', () => {
  let dora: Person;
  let codes: TOTP;
  let recoveryCodes: string[];
  const logIn = (code?: string) =>
    Person.stranger.post('/auth/login', {
      login: dora.username,
      password: dora.password,
      ...(code === undefined ? {} : { code }),
    });

  beforeAll(async () => {
    dora = await Person.join('dora');
    const begun = await dora.post('/auth/me/second-factor', { password: dora.password });
    codes = new TOTP({ secret: Secret.fromBase32(begun.body.secret) });
    const confirmed = await dora.post('/auth/me/second-factor/confirm', { code: codes.generate() });
    expect(confirmed.status).toBe(200);
    recoveryCodes = confirmed.body.recoveryCodes;
  });

  test('is refused for a log-in once it has confirmed the factor', async () => {
    expect((await logIn(codes.generate())).status).toBe(401);
  });

  test('is accepted for one log-in, also when used several times at once', async () => {
    // The next step's code, which a clock that is ahead would show: good now, and not used yet.
    const code = codes.generate({ timestamp: Date.now() + 30_000 });
    const statuses = (await Promise.all([logIn(code), logIn(code), logIn(code)])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 401, 401]);
    expect((await logIn(code)).status).toBe(401);
  });

  test('is refused for a log-in after a later code was used', async () => {
    expect((await logIn(codes.generate())).status).toBe(401);
  });

  test('of recovery is accepted once, also when used several times at once', async () => {
    const [code] = recoveryCodes;
    const statuses = (await Promise.all([logIn(code), logIn(code)])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 401]);
    expect((await logIn(code)).status).toBe(401);
  });

  test('is required with the right password', async () => {
    const answer = await logIn();
    expect([answer.status, answer.body.code]).toEqual([401, 'second_factor_required']);
  });
});

describe('an Idempotency-Key', () => {
  test('of another user does not return what they created', async () => {
    const [ana, ben] = await Promise.all([Person.join('ana'), Person.join('ben')]);
    const headers = { 'idempotency-key': `key-${ana.userId}` };
    const hers = await ana.post('/posts', { content: 'Mine alone', isPrivate: true }, headers);
    const his = await ben.post('/posts', { content: 'Mine alone', isPrivate: true }, headers);
    expect([hers.status, his.status]).toEqual([201, 201]);
    expect(his.body.author.userId).toBe(ben.userId);
    expect(his.body.id).not.toBe(hers.body.id);
  });
});
