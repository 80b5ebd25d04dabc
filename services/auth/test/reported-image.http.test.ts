import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { ReportTarget } from '../src/moderation/clients/reportables.js';
import { ModeratedTown } from './moderation-support.js';
import type { LoggedIn } from './support.js';

const PIXELS = Buffer.from('the pixels');

let town: ModeratedTown;
let ana: LoggedIn;
let ben: LoggedIn;
beforeAll(async () => {
  town = await ModeratedTown.start();
  ana = await town.person('ana');
  ben = await town.person('ben');
  town.auth.othersData.holdImage('post', ana.userId, '77', PIXELS);
});
afterAll(() => town.auth.service.stop());
beforeEach(() => town.auth.service.database.manager.query('DELETE FROM audit_log'));

/** Ben reports content of Ana's; returns the path of its image. */
async function reported(target: ReportTarget, imageUrl: string | null, isPrivate: boolean): Promise<string> {
  town.auth.reportables.show(target, { authorId: ana.userId, imageUrl, isPrivate });
  const { body } = await town.report(ben, target).expect(201);
  return `moderation/cases/${await town.caseOf(target)}/reports/${body.id}/image`;
}
const post = (id: string): ReportTarget => ({ type: 'post', id });
const looks = async () => {
  const { body } = await town.call('get', 'auth/audit-log?action=case.viewed', town.admin).expect(200);
  return body.items.map(({ actorId }: { actorId: string }) => actorId);
};

test('of a private post is shown to moderators, whose look is written down', async () => {
  const path = await reported(post('1'), '/api/v1/media/77/full', true);
  const { body, headers } = await town.call('get', path, town.mod).expect(200);
  expect([headers['content-type'], body]).toEqual(['image/webp', PIXELS]);
  expect(await looks()).toEqual([town.mod.userId]);
  for (const person of [ana, ben]) await town.call('get', path, person).expect(403);
});

test('of a public post is shown without a word in the log', async () => {
  const path = await reported(post('2'), '/api/v1/media/77/full', false);
  await town.call('get', path, town.mod).expect(200);
  expect(await looks()).toEqual([]);
});

test('is none where there was none, where it is gone, and where it is that of a profile', async () => {
  const paths = [
    await reported(post('3'), null, true),
    await reported(post('4'), '/api/v1/media/78/full', true),
    await reported({ type: 'user', id: ana.userId }, `/api/v1/profiles/${ana.userId}/picture/77/full`, false),
  ];
  for (const path of paths) await town.call('get', path, town.mod).expect(404);
  await town.call('get', 'moderation/cases/999999/reports/1/image', town.mod).expect(404);
  await town.call('get', paths[0]!.replace(/\d+\/image$/, '999999/image'), town.mod).expect(404);
});

test('is not shown to a moderator of what they are reported for, nor while its owner is down', async () => {
  const target = post('5');
  town.auth.reportables.show(target, { authorId: town.mod.userId, imageUrl: '/api/v1/media/79/full' });
  const { body } = await town.report(ben, target).expect(201);
  const path = `moderation/cases/${await town.caseOf(target)}/reports/${body.id}/image`;
  await town.call('get', path, town.mod).expect(403);
  town.auth.othersData.down.add('post');
  await town.call('get', path, town.mod2).expect(503);
  town.auth.othersData.down.clear();
});
