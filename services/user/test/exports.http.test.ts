import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { userDeleted } from '@townsquare/contracts';
import supertest from 'supertest';
import { addFollows, addProfiles, startUser, type UserUnderTest } from './start-user.js';

let town: UserUnderTest;

/**
 * 2, who was accepted, and 3 follow 1, who asks to follow 2. 3 has muted 1, some words, and 4, who is gone. A block by 2
 * has not ended 3's follow yet.
 */
beforeAll(async () => {
  town = await startUser();
  await addProfiles(town.database, ['1', '2', '3', '4']);
  await addFollows(town.database, [
    ['2', '1'],
    ['3', '1'],
    ['3', '2'],
  ]);
  await town.database.manager.query('UPDATE follows SET accepted = 1 WHERE follower_id = 2 AND following_id = 1');
  await town.database.manager.query('INSERT INTO follow_requests VALUES (1, 2, ?)', [new Date(1_000)]);
  for (const muted of ['1', '4']) {
    const mute = supertest(town.service.url).put(`/api/v1/users/${muted}/mute`);
    await mute.set(await town.service.as('3')).expect(204);
  }
  const words = supertest(town.service.url)
    .put('/api/v1/mutes/words')
    .send({ words: ['Tea  time'] });
  await words.set(await town.service.as('3')).expect(200);
  await town.database.manager.query('INSERT INTO blocks VALUES (2, 3, UTC_TIMESTAMP(3))');
  await town.service.deliver(userDeleted, { userId: '4' }, { aggregateversion: 2 });
});
afterAll(() => town.service.stop());

const AT = '1970-01-01T00:00:01.000Z';

const ask = async (path: string, service = 'feed') =>
  (await supertest(town.service.url).get(`/internal/${path}`).set(town.service.fromService(service)).expect(200)).body;

test('every account that is not deleted is exported with its profile and graph', async () => {
  const profiles = await ask('exports/profiles');
  expect(profiles.next).toBeNull();
  expect(profiles.items.map(({ userId, version }: { userId: string; version: number }) => [userId, version])).toEqual([
    ['1', 1],
    ['2', 1],
    ['3', 1],
  ]);
  expect((await ask('exports/graph')).items).toEqual([
    { userId: '1', version: 0, following: [], requested: [{ userId: '2', at: AT }], muting: [], mutedWords: [] },
    {
      userId: '2',
      version: 0,
      following: [{ userId: '1', at: AT, accepted: true }],
      requested: [],
      muting: [],
      mutedWords: [],
    },
    {
      userId: '3',
      version: 3,
      following: [
        { userId: '1', at: AT, accepted: false },
        { userId: '2', at: AT, accepted: false },
      ],
      requested: [],
      muting: ['1'],
      mutedWords: ['tea time'],
    },
  ]);
  expect(await ask('exports/graph?after=1&limit=1')).toMatchObject({ items: [{ userId: '2' }], next: '2' });
  expect((await ask('exports/profiles?after=1&through=2')).items).toMatchObject([{ userId: '2' }]);
});

test('followers are exported, and marked where a block is between them and the author', async () => {
  const { items } = await ask('exports/followers');
  expect(items).toEqual([
    { followingId: '1', followerId: '2', at: AT, unreached: false },
    { followingId: '1', followerId: '3', at: AT, unreached: false },
    { followingId: '2', followerId: '3', at: AT, unreached: true },
  ]);
  const ofOne = await ask('exports/followers?after=1.0&through=1.18446744073709551615');
  expect(ofOne.items).toEqual(items.slice(0, 2));
  expect(await ask('exports/followers?limit=2')).toEqual({ items: items.slice(0, 2), next: '1.3' });
});

test('follows are counted', async () => {
  expect((await ask('follow-counts?ids=1,3,9', 'engagement')).items).toEqual([
    { userId: '1', followers: 2, following: 0 },
    { userId: '3', followers: 0, following: 2 },
    { userId: '9', followers: 0, following: 0 },
  ]);
});

test('exports can be read only by the services that use them', async () => {
  for (const path of ['exports/profiles', 'exports/graph', 'exports/followers', 'follow-counts?ids=1']) {
    const call = supertest(town.service.url).get(`/internal/${path}`);
    await call.set(town.service.fromService('gateway')).expect(403);
  }
});
