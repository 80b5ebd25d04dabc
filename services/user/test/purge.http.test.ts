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
  while (await town.user.purges.purgeBatch());
};
const read = async (path: string) =>
  supertest(town.service.url)
    .get(`/api/v1${path}`)
    .set(await town.service.as());
const rowsOf = async (table: string) =>
  Number((await town.database.manager.query(`SELECT COUNT(*) AS n FROM ${table}`))[0].n);

/** Half of the ends are told by the one who is gone, whose versions are answered, the others each by who follows or asks. */
async function expectEnds(topic: string): Promise<number[]> {
  const ends = await publishedEvents(town.database, topic);
  expect([ends.length, new Set(ends.map((event) => event.subject)).size]).toEqual([260, 131]);
  return ends.filter((event) => event.subject === GONE).map((event) => event.aggregateversion);
}

test('all data of a deleted account is deleted, and each follow ends with an event of its follower', async () => {
  const others = ids(1_001, 1_130);
  const asking = ids(1_201, 1_330);
  await addProfiles(town.database, [GONE, ...others, ...asking]);
  await addFollows(town.database, [
    ...others.map((id): [string, string] => [id, GONE]),
    ...others.map((id): [string, string] => [GONE, id]),
    ['1001', '1002'],
  ]);
  const requests = [...asking.map((id) => [id, GONE]), ...asking.map((id) => [GONE, id]), ['1201', '1202']];
  await town.database.manager.query('INSERT INTO follow_requests VALUES ?', [
    requests.map((pair) => [...pair, new Date(1_000)]),
  ]);
  await town.database.manager.query(
    'INSERT INTO blocks VALUES (7, 1001, NOW(3)), (1002, 7, NOW(3)), (1001, 1002, NOW(3))',
  );
  await town.database.manager.query(
    'INSERT INTO mutes VALUES (7, 1003, NOW(3)), (1004, 7, NOW(3)), (1001, 1003, NOW(3))',
  );
  await town.database.manager.query("INSERT INTO muted_words VALUES (7, 'tea'), (7, 'jam'), (1001, 'tea')");
  await town.database.manager.query(
    'INSERT INTO dismissed_suggestions VALUES (7, 1003, NOW(3)), (1004, 7, NOW(3)), (1001, 1003, NOW(3))',
  );
  await town.images.save('a'.repeat(32), { full: Buffer.from('f'), thumbnail: Buffer.from('t') });
  await town.database.manager.query('INSERT INTO pictures VALUES (?, 7, NULL)', ['a'.repeat(32)]);

  expect(await remove()).toBe('SUCCESS');
  expect((await read(`/profiles/${GONE}`)).status).toBe(404);
  expect(await publishedEvents(town.database, 'user.purged')).toEqual([]);
  await purge();

  const tables = ['follows', 'follow_requests', 'blocks', 'mutes', 'muted_words', 'dismissed_suggestions'];
  expect(await Promise.all(tables.map(rowsOf))).toEqual([1, 1, 1, 1, 1, 1]);
  expect({ pictures: await rowsOf('pictures'), files: town.images.keys() }).toEqual({ pictures: 0, files: [] });
  const [row] = await town.database.manager.query('SELECT * FROM profiles WHERE user_id = 7');
  expect(row).toMatchObject({ username: '', full_name: '', bio: '', profile_picture: null });
  // The follows by the one who is gone come first, then their requests.
  const versions = await expectEnds('user.unfollowed');
  expect([...versions, ...(await expectEnds('follow.request.ended'))]).toEqual(
    Array.from({ length: 260 }, (_, index) => index + 1),
  );
  expect(await publishedEvents(town.database, 'user.purged')).toMatchObject([
    { subject: GONE, aggregateversion: 5, data: { userId: GONE, service: 'user' } },
  ]);
});

test('a deletion that is delivered again changes and publishes nothing', async () => {
  await addProfiles(town.database, [GONE]);
  await remove('deleted-7');
  await purge();
  expect(await remove('deleted-7')).toBe('SUCCESS');
  await purge();
  expect(await publishedEvents(town.database)).toHaveLength(1);
});

test('no late event creates a deleted account again', async () => {
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

test.each([
  ['follow', 0, 'follows', 'user.followed', 'user.unfollowed'],
  ['request', 1, 'follow_requests', 'follow.requested', 'follow.request.ended'],
])(
  'a %s that is being written while its target goes is purged too, or refused',
  async (_what, isPrivate, table, ...told) => {
    const followers = ids(2_001, 2_020);
    await addProfiles(town.database, [GONE, ...followers]);
    await town.database.manager.query('UPDATE profiles SET is_private = ? WHERE user_id = ?', [isPrivate, GONE]);
    const follows = followers.map(async (id) =>
      supertest(town.service.url)
        .put(`/api/v1/users/${GONE}/follow`)
        .set(await town.service.as(id)),
    );
    await remove(`deleted-while-${table}`);
    await Promise.all([purge(), ...follows]);
    await purge();
    expect(await rowsOf(table)).toBe(0);
    const [began, ended] = await Promise.all(told.map((topic) => publishedEvents(town.database, topic)));
    expect(ended!.length).toBe(began!.length);
  },
);
