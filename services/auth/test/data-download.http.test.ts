import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { PERSONAL_DATA } from '@townsquare/contracts';
import { unzip } from '@townsquare/kit/testing';
import { Secret, TOTP } from 'otpauth';
import { bytesOf, DownloadTown } from './download-support.js';
import { newPerson, PASSWORD, post, SIDECAR } from './support.js';

let town: DownloadTown;
beforeAll(async () => {
  town = await DownloadTown.start();
});
afterAll(() => town.auth.service.stop());
beforeEach(() => town.mend());

describe('a download', () => {
  test('has a file for each kind, with all that is there of the caller and nothing of another', async () => {
    const ana = await newPerson(town.auth.service, 'ana');
    const other = await newPerson(town.auth.service, 'another');
    const posts = [1, 2, 3, 4, 5].map((id) => ({ postId: `${id}`, content: `Post ${id} – “Brötchen”` }));
    const [picture, image] = [randomBytes(3_000), randomBytes(200_000)];
    town.auth.othersData.hold('posts', ana.userId, posts);
    town.auth.othersData.hold('posts', other.userId, [{ postId: '9', content: 'not hers' }]);
    town.auth.othersData.hold('pictures', ana.userId, [{ image: 'abc' }]);
    town.auth.othersData.hold('images', ana.userId, [{ image: '7' }, { image: '8' }]);
    town.auth.othersData.holdImage('user', ana.userId, 'abc', picture);
    town.auth.othersData.holdImage('post', ana.userId, '7', image);
    const answer = await town.ask(ana);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/zip',
      'content-disposition': expect.stringMatching(/^attachment; filename="townsquare-ana-\d{4}-\d\d-\d\d\.zip"$/),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    const files = await unzip(await bytesOf(answer));
    // The second image was deleted after it was listed.
    expect(Object.keys(files)).toEqual([
      'README.txt',
      ...['account', 'sessions', 'identities', 'sanctions', 'reports', 'removals', 'appeals'].map(
        (kind) => `account/${kind}.json`,
      ),
      ...Object.values(PERSONAL_DATA).flatMap((kinds) => kinds.map((kind) => `${kind}.json`)),
      'pictures/abc.webp',
      'images/7.webp',
    ]);
    const { 'README.txt': readMe, 'pictures/abc.webp': gotPicture, 'images/7.webp': gotImage, ...lists } = files;
    expect([gotPicture, gotImage]).toEqual([picture, image]);
    const read = Object.fromEntries(Object.entries(lists).map(([name, bytes]) => [name, JSON.parse(bytes.toString())]));
    expect(read).toMatchObject({
      'posts.json': posts,
      'comments.json': [],
      'account/account.json': [
        {
          userId: ana.userId,
          username: 'ana',
          email: 'ana@example.org',
          newEmail: null,
          openedWith: 'local',
          openedWithId: null,
          deactivatedAt: null,
        },
      ],
      'account/sessions.json': [{ id: expect.any(String), userAgent: '' }],
    });
    for (const name of Object.keys(lists)) expect(readMe!.toString()).toContain(`\n${name}: `);
    expect(JSON.stringify(read)).not.toMatch(/argon2|not hers|another/);
    await town.auth.sendMails();
    expect(town.auth.postbox.newest('ana@example.org')?.subject).toBe('Townsquare: Your data was downloaded');
  });

  test('has what auth knows of a change of address', async () => {
    const bea = await newPerson(town.auth.service, 'bea');
    await town.send('PUT', 'me/email', bea, { email: 'bea@example.net', password: PASSWORD });
    const files = await town.download(bea);
    expect(JSON.parse(files['account/account.json']!.toString())).toMatchObject([
      { email: 'bea@example.org', newEmail: 'bea@example.net' },
    ]);
  });
});

describe('who may download', () => {
  test('is a signed-in user who knows the password', async () => {
    const carl = await newPerson(town.auth.service, 'carl');
    expect((await town.ask({ headers: SIDECAR })).status).toBe(401);
    expect((await town.ask(carl, {})).status).toBe(400);
    expect((await town.ask(carl, { password: PASSWORD, userId: '1' })).status).toBe(400);
    expect((await town.ask(carl, { password: 'wrong' })).status).toBe(403);
    expect((await town.ask(carl)).status).toBe(200);
  });

  test('and gives a code, where the account has a second factor; each is good once', async () => {
    const dora = await newPerson(town.auth.service, 'dora');
    const { secret } = (await post(town.auth.service, 'me/second-factor', { password: PASSWORD }, dora.headers)).body;
    const code = () => new TOTP({ secret: Secret.fromBase32(secret) }).generate();
    await post(town.auth.service, 'me/second-factor/confirm', { code: code() }, dora.headers).expect(200);
    await town.query('UPDATE second_factors SET last_step = last_step - 10 WHERE user_id = ?', [dora.userId]);
    const missing = await town.ask(dora);
    expect([missing.status, await missing.json()]).toMatchObject([400, { errors: [{ field: 'code' }] }]);
    expect((await town.ask(dora, { password: PASSWORD, code: '000000' })).status).toBe(403);
    const given = code();
    await town.download(dora, { password: PASSWORD, code: given });
    expect((await town.ask(dora, { password: PASSWORD, code: given })).status).toBe(403);
  });

  test('tries ten passwords at most', async () => {
    const eva = await newPerson(town.auth.service, 'eva');
    for (let time = 0; time < 10; time++) expect((await town.ask(eva, { password: `wrong ${time}` })).status).toBe(403);
    const refused = await town.ask(eva);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(800);
  });

  test('downloads five times an hour', async () => {
    const eli = await newPerson(town.auth.service, 'eli');
    town.auth.othersData.down.add('post');
    expect((await town.ask(eli)).status).toBe(503);
    town.mend();
    for (let time = 0; time < 5; time++) await town.download(eli);
    const refused = await town.ask(eli);
    expect([refused.status, await refused.json()]).toMatchObject([429, { code: 'too_many_requests' }]);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3_000);
    await town.query('UPDATE sign_in_attempts SET expires_at = expires_at - INTERVAL 60 MINUTE');
    await town.download(eli);
  });

  test('is also the owner of a suspended or banned account, with what a log-in needs', async () => {
    const gil = await newPerson(town.auth.service, 'gil');
    const downloadSanctioned = (password: string, login = 'gil') =>
      town.send('POST', 'data-download/sanctioned', { headers: SIDECAR }, { login, password });
    expect((await downloadSanctioned(PASSWORD)).status).toBe(409);
    const admin = await newPerson(town.auth.service, 'chief', ['admin']);
    await town.send('PUT', `accounts/${gil.userId}/ban`, admin, { reason: 'Rude.' });
    town.auth.othersData.hold('posts', gil.userId, [{ postId: '1', content: 'rude' }]);
    expect((await town.ask(gil)).status).toBe(401);
    const wrong = await downloadSanctioned('wrong');
    expect([wrong.status, await wrong.json()]).toMatchObject([401, { code: 'invalid_credentials' }]);
    expect((await downloadSanctioned(PASSWORD, 'nobody')).status).toBe(401);
    const answer = await downloadSanctioned(PASSWORD);
    expect(answer.status).toBe(200);
    const files = await unzip(await bytesOf(answer));
    expect(JSON.parse(files['posts.json']!.toString())).toEqual([{ postId: '1', content: 'rude' }]);
    expect(JSON.parse(files['account/sanctions.json']!.toString())).toMatchObject([{ kind: 'ban', reason: 'Rude.' }]);
    await town.auth.sendMails();
    expect(town.auth.postbox.newest('gil@example.org')?.subject).toBe('Townsquare: Your data was downloaded');
  });

  test('is not the owner of a deleted account', async () => {
    const fred = await newPerson(town.auth.service, 'fred');
    await town.send('DELETE', 'me', fred, { password: PASSWORD });
    expect((await town.ask(fred)).status).toBe(401);
  });
});
