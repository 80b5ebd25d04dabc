import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { unzip } from '@townsquare/kit/testing';
import { bytesOf, DownloadTown } from './download-support.js';
import { newPerson, PASSWORD } from './support.js';

let town: DownloadTown;
beforeAll(async () => {
  town = await DownloadTown.start();
});
afterAll(() => town.auth.service.stop());
beforeEach(() => town.mend());

describe('a service that fails', () => {
  test('before the response begins returns an error, and sends no mail', async () => {
    const gina = await newPerson(town.auth.service, 'gina');
    town.auth.othersData.down.add('reaction');
    const answer = await town.ask(gina);
    expect([answer.status, answer.headers.get('content-disposition')]).toEqual([503, null]);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(await answer.json()).toMatchObject({ code: 'unavailable', detail: expect.stringContaining('reaction') });
    await town.auth.sendMails();
    expect(town.auth.postbox.newest('gina@example.org')?.subject).not.toContain('downloaded');
    town.mend();
    await town.download(gina);
  });

  test.each([
    ['a list', 'reactions', 'reaction'],
    ['an image', 'image 7', 'post'],
  ])('in the middle of %s cuts it off, and the next one is whole', async (_what, read, service) => {
    const hugo = await newPerson(town.auth.service, `hugo_${service}`);
    town.auth.othersData.hold('reactions', hugo.userId, [{ n: 1 }, { n: 2 }, { n: 3 }]);
    town.auth.othersData.hold('images', hugo.userId, [{ image: '7' }]);
    const breaksAt = service === 'reaction' ? `${read} ${hugo.userId} 2` : read;
    town.auth.othersData.onRead = (what) => {
      if (what === breaksAt) town.auth.othersData.down.add(service);
    };
    const answer = await town.ask(hugo);
    expect(answer.status).toBe(200);
    await expect(answer.arrayBuffer()).rejects.toThrow();
    await town.over(hugo);
    town.mend();
    await town.download(hugo);
  });
});

describe('the downloads of one person', () => {
  test('run one at a time for each account, and do not block other accounts', async () => {
    const ida = await newPerson(town.auth.service, 'ida');
    const { reached, goOn } = town.standsAt(`comments ${ida.userId} 0`);
    const first = town.ask(ida);
    await reached;
    const second = await town.ask(ida);
    expect([second.status, await second.json()]).toMatchObject([409, { code: 'conflict' }]);
    await town.download(await newPerson(town.auth.service, 'isa'));
    goOn();
    await unzip(await bytesOf(await first));
    await town.over(ida);
    await town.download(ida);
  });

  test('release their claim when the client has left', async () => {
    const jan = await newPerson(town.auth.service, 'jan');
    town.auth.othersData.hold('images', jan.userId, [{ image: '7' }]);
    town.auth.othersData.holdImage('post', jan.userId, '7', randomBytes(50_000_000));
    const answer = await town.ask(jan);
    expect(answer.status).toBe(200);
    await answer.body!.cancel();
    await town.over(jan);
    town.auth.othersData.hold('images', jan.userId, []);
    await town.download(jan);
  });

  test('take over the claim of a download whose process has crashed', async () => {
    const kai = await newPerson(town.auth.service, 'kai');
    const leave = (seconds: number) =>
      town.query(
        `INSERT INTO data_downloads (user_id, claimed_by, expires_at)
         VALUES (?, 'nobody', UTC_TIMESTAMP(3) + INTERVAL ? SECOND)`,
        [kai.userId, seconds],
      );
    await leave(30);
    expect((await town.ask(kai)).status).toBe(409);
    await town.query('UPDATE data_downloads SET expires_at = UTC_TIMESTAMP(3) WHERE user_id = ?', [kai.userId]);
    await town.download(kai);
  });

  test('are cut off when the account is deleted meanwhile: they would lack what is erased', async () => {
    const lea = await newPerson(town.auth.service, 'lea');
    town.auth.othersData.hold('images', lea.userId, [{ image: '7' }]);
    const { reached, goOn } = town.standsAt('image 7');
    const answer = await town.ask(lea);
    await reached;
    await town.send('DELETE', 'me', lea, { password: PASSWORD });
    goOn();
    await expect(answer.arrayBuffer()).rejects.toThrow();
  });
});
