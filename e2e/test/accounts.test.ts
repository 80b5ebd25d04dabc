import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { codeIn, mailTo } from '../support/inbox.js';
import { runCommand } from '../support/launcher.js';
import { LivePage } from '../support/live.js';
import { Person } from '../support/person.js';
import { sidecarUrl, tokensOf } from '../support/sidecars.js';

const addressOf = (person: Person) => `${person.username}@example.org`;
const NEW_PASSWORD = 'a long walk by the sea';

// A command looks first whether there is something to compile, which takes its time on a busy machine.
jest.setTimeout(120_000);

/** What a token gets at a service of which the gateway is not asked. */
async function behindTheGateway(service: string, path: string, person: Person): Promise<number> {
  const url = `${sidecarUrl('gateway')}/v1.0/invoke/${service}/method${path}`;
  const headers = {
    authorization: `Bearer ${person.accessToken}`,
    'dapr-api-token': tokensOf('gateway').daprApiToken,
  };
  return (await fetch(url, { headers })).status;
}

/** One route of each service that needs a token. */
const ROUTES: [string, (person: Person) => string][] = [
  ['auth', () => '/api/v1/auth/me'],
  ['user', () => '/api/v1/profiles/me'],
  ['post', (person) => `/api/v1/users/${person.userId}/posts`],
  ['comment', () => '/api/v1/comments/1'],
  ['reaction', () => '/api/v1/posts/1/reactions'],
  ['feed', () => '/api/v1/feed'],
  ['notification', () => '/api/v1/notifications'],
  ['search', () => '/api/v1/search?q=bread'],
  ['engagement', (person) => `/api/v1/users/${person.userId}/metrics`],
];

/** Waits until every service refuses an account's token, and its page is closed. */
async function isOut(person: Person, page: LivePage): Promise<void> {
  const started = Date.now();
  await eventually(
    () => person.get('/feed'),
    (answer) => answer.status === 401,
    'refused by the gateway',
  );
  for (const [service, path] of ROUTES) {
    const ask = () => behindTheGateway(service, path(person), person);
    await eventually(ask, (status) => status === 401, `refused by ${service}`);
  }
  await page.isClosed();
  const [error] = await Promise.allSettled([LivePage.open(person)]);
  expect(error).toMatchObject({ status: 'rejected', reason: { message: 'unauthenticated' } });
  // A token would have gone on for ten minutes.
  expect(Date.now() - started).toBeLessThan(20_000);
}

describe('mail', () => {
  test('has the code that verifies an address, and the one for a new password', async () => {
    const ana = await Person.join('ana');
    const token = await codeIn(addressOf(ana), 'Is this your address?');
    expect((await Person.stranger.post('/auth/verify-email', { token })).status).toBe(204);
    expect((await ana.get('/auth/me')).body.emailVerified).toBe(true);

    expect((await Person.stranger.post('/auth/forgot-password', { email: addressOf(ana) })).status).toBe(202);
    const reset = { token: await codeIn(addressOf(ana), 'A new password'), newPassword: NEW_PASSWORD };
    expect((await Person.stranger.post('/auth/reset-password', reset)).status).toBe(204);
    await mailTo(addressOf(ana), 'Your password was changed');
    const login = await Person.stranger.post('/auth/login', { login: ana.username, password: NEW_PASSWORD });
    expect(login.status).toBe(200);
  });
});

describe('a session that ends', () => {
  let ben: Person;
  let page: LivePage;
  beforeAll(async () => {
    ben = await Person.join('ben');
    page = await LivePage.open(ben);
  });
  afterAll(() => page?.close());

  test('is accepted by every service before', async () => {
    for (const [service, path] of ROUTES) {
      const status = await behindTheGateway(service, path(ben), ben);
      expect([service, [200, 404].includes(status)]).toEqual([service, true]);
    }
  });

  test('is refused by every service within seconds, and its open page is closed', async () => {
    expect((await Person.stranger.post('/auth/logout', { refreshToken: ben.refreshToken })).status).toBe(204);
    await isOut(ben, page);
  });
});

describe('an administrator who was made by a command', () => {
  let admin: Person;
  beforeAll(async () => {
    const somebody = await Person.join('admin');
    const { code, output } = await runCommand('admin', 'grant', somebody.username, 'admin');
    expect([code, output]).toEqual([0, expect.stringContaining(`${somebody.username} has the role admin.`)]);
    admin = await somebody.logInAgain();
  });

  test('bans an account, which is refused within seconds and whose profile is hidden', async () => {
    const cleo = await Person.join('cleo');
    const page = await LivePage.open(cleo);
    const ban = await admin.put(`/auth/accounts/${cleo.userId}/ban`, { reason: 'Threats.' });
    expect(ban).toMatchObject({ status: 200, body: { kind: 'ban', endsAt: null } });
    await isOut(cleo, page);
    await eventually(
      () => admin.get(`/profiles/${cleo.userId}`),
      (answer) => answer.status === 404,
      'the profile of a banned account is hidden',
    );
    const login = await Person.stranger.post('/auth/login', { login: cleo.username, password: cleo.password });
    expect(login).toMatchObject({ status: 403, body: { detail: 'This account is banned: Threats.' } });
    expect((await mailTo(addressOf(cleo), 'Your account is suspended or banned')).html).toContain('Threats.');

    const lift = await admin.delete(`/auth/accounts/${cleo.userId}/sanction`, { reason: 'A mistake.' });
    expect(lift.status).toBe(204);
    const again = await cleo.logInAgain();
    await eventually(
      () => again.get('/profiles/me'),
      (answer) => answer.body.status === 'active',
      'the profile of an account whose ban is lifted',
    );
    const log = await admin.list(`/auth/audit-log?subjectId=${cleo.userId}`);
    expect(log.map(({ action, actorId }) => [action, actorId])).toEqual([
      ['sanction.lifted', admin.userId],
      ['account.banned', admin.userId],
    ]);
  });

  test('is recorded in the audit log without an actor', async () => {
    const log = await admin.list(`/auth/audit-log?subjectId=${admin.userId}`);
    expect(log).toMatchObject([{ action: 'role.granted', actorId: null, details: { role: 'admin' } }]);
  });

  test('an unknown command prints the commands that exist', async () => {
    const { code, output } = await runCommand('admin', 'promote');
    expect(code).toBe(1);
    expect(output).toContain('There is no command "promote".');
    expect(output).toContain('grant USERNAME [ROLE]');
  });
});
