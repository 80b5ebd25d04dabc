import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { userDeleted, userRegistered, userUpdated } from '@townsquare/contracts';
import { publishedEvents } from '@townsquare/kit/testing';
import supertest from 'supertest';
import { account, addFollows, addProfiles, emptyTables, ids, startUser, type UserUnderTest } from './start-user.js';

const GONE = '7';

let town: UserUnderTest;
beforeAll(async () => {
  town = await startUser();
});
afterAll(() => town.service.stop());
beforeEach(async () => {
  await emptyTables(town.database);
  town.accounts.clear();
});

const remove = (id?: string) =>
  town.service.deliver(userDeleted, { userId: GONE }, { aggregateversion: 5, ...(id ? { id } : {}) });
const purge = async () => {
  while (await town.user.purge.purgeBatch());
};
const read = async (path: string) =>
  supertest(town.service.url)
    .get(`/api/v1${path}`)
    .set(await town.service.as());
const rowsOf = async (table: string) =>
  Number((await town.database.manager.query(`SELECT COUNT(*) AS n FROM ${table}`))[0].n);

test('everything of a deleted account goes, and each end of a follow is told by its follower', async () => {
  const others = ids(1_001, 1_130);
  await addProfiles(town.database, [GONE, ...others]);
  await addFollows(town.database, [
    ...others.map((id): [string, string] => [id, GONE]),
    ...others.map((id): [string, string] => [GONE, id]),
    ['1001', '1002'],
  ]);
  await town.database.manager.query(
    'INSERT INTO blocks VALUES (7, 1001, NOW(3)), (1002, 7, NOW(3)), (1001, 1002, NOW(3))',
  );
  await town.database.manager.query(
    'INSERT INTO mutes VALUES (7, 1003, NOW(3)), (1004, 7, NOW(3)), (1001, 1003, NOW(3))',
  );
  await town.images.save('a'.repeat(32), { full: Buffer.from('f'), thumbnail: Buffer.from('t') });
  await town.database.manager.query('INSERT INTO pictures VALUES (?, 7, NULL)', ['a'.repeat(32)]);

  expect(await remove()).toBe('SUCCESS');
  expect((await read(`/profiles/${GONE}`)).status).toBe(404);
  expect(await publishedEvents(town.database, 'user.purged')).toEqual([]);
  await purge();

  expect({ follows: await rowsOf('follows'), blocks: await rowsOf('blocks'), mutes: await rowsOf('mutes') }).toEqual({
    follows: 1,
    blocks: 1,
    mutes: 1,
  });
  expect({ pictures: await rowsOf('pictures'), files: town.images.keys() }).toEqual({ pictures: 0, files: [] });
  const [row] = await town.database.manager.query('SELECT * FROM profiles WHERE user_id = 7');
  expect(row).toMatchObject({ username: '', full_name: '', bio: '', profile_picture: null });
  const ends = await publishedEvents(town.database, 'user.unfollowed');
  expect(ends).toHaveLength(260);
  const own = ends.filter((event) => event.subject === GONE).map((event) => event.aggregateversion);
  expect(own).toEqual(Array.from({ length: 130 }, (_, index) => index + 1));
  expect(new Set(ends.map((event) => event.subject)).size).toBe(131);
  expect(await publishedEvents(town.database, 'user.purged')).toMatchObject([
    { subject: GONE, aggregateversion: 5, data: { userId: GONE, service: 'user' } },
  ]);
});

test('a deletion that is delivered again changes and tells nothing more', async () => {
  await addProfiles(town.database, [GONE]);
  await remove('deleted-7');
  await purge();
  expect(await remove('deleted-7')).toBe('SUCCESS');
  await purge();
  expect(await publishedEvents(town.database)).toHaveLength(1);
});

test('nothing that comes late brings anybody back', async () => {
  await remove('deleted-early');
  await purge();
  town.accounts.set(GONE, account(GONE));
  expect(await town.service.deliver(userRegistered, account(GONE))).toBe('SUCCESS');
  expect(await town.service.deliver(userUpdated, { userId: GONE, username: 'back' }, { aggregateversion: 9 })).toBe(
    'SUCCESS',
  );
  for (const path of [`/profiles/${GONE}`, '/profiles/by-username/user_7', '/profiles/by-username/back']) {
    expect((await read(path)).status).toBe(404);
  }
  expect(await publishedEvents(town.database, 'profile.updated')).toEqual([]);
});

test('a follow that is being written while its target goes is purged too, or refused', async () => {
  const followers = ids(2_001, 2_020);
  await addProfiles(town.database, [GONE, ...followers]);
  const follows = followers.map(async (id) =>
    supertest(town.service.url)
      .put(`/api/v1/users/${GONE}/follow`)
      .set(await town.service.as(id)),
  );
  await remove('deleted-while');
  await Promise.all([purge(), ...follows]);
  await purge();
  expect(await rowsOf('follows')).toBe(0);
  const count = async (topic: string) => (await publishedEvents(town.database, topic)).length;
  expect(await count('user.unfollowed')).toBe(await count('user.followed'));
});
