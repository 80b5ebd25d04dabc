import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { countFollows, type FollowSteps, userBanned, userDeleted } from '@townsquare/contracts';
import { publishedEvents } from '@townsquare/kit/testing';
import { recountAll } from '@townsquare/projections/testing';
import supertest from 'supertest';
import { HiddenFollows1700000001108 } from '../src/data/migrations.js';
import { follow as writeFollow } from '../src/use-cases/change-graph.js';
import { addFollows, addProfiles, emptyTables, ids, startUser, type UserUnderTest } from './start-user.js';

let town: UserUnderTest;
beforeAll(async () => {
  town = await startUser();
});
afterAll(() => town.service.stop());

// Fresh ids, as the cache outlives the tables.
let next = 1_000;
let ana: string;
let ben: string;
let eve: string;
beforeEach(async () => {
  await emptyTables(town.database);
  [ana, ben, eve] = [String(next++), String(next++), String(next++)];
  await addProfiles(town.database, [ana, ben, eve]);
});

let version = 1;
const ban = async (userId: string, banned = true) => {
  version += 1;
  const data = { userId, banned, reason: 'x' };
  expect(await town.service.deliver(userBanned, data, { aggregateversion: version })).toBe('SUCCESS');
};
const remove = (userId: string) => town.service.deliver(userDeleted, { userId }, { aggregateversion: 1_000_000 });
const visit = async () => {
  while (await town.user.privacyChanges.visitBatch());
};
const purge = async () => {
  while (await town.user.purges.purgeBatch());
};
const call = async (method: 'get' | 'put' | 'delete', path: string, as?: string) =>
  supertest(town.service.url)
    [method](`/api/v1${path}`)
    .set(await town.service.as(as));
const follow = (from: string, to: string) => call('put', `/users/${to}/follow`, from);
const unfollow = (from: string, to: string) => call('delete', `/users/${to}/follow`, from);

/** How many people a signed-out reader finds in the two lists of a person. */
async function listed(userId: string): Promise<number[]> {
  const lengths: number[] = [];
  for (const list of ['followers', 'following']) {
    let length = 0;
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await call('get', `/users/${userId}/${list}?limit=100${cursor && `&cursor=${cursor}`}`);
      length += body.items.length;
      cursor = body.nextCursor;
    }
    lengths.push(length);
  }
  return lengths;
}

/** The numbers in the profile. */
async function shown(userId: string): Promise<number[]> {
  const { body } = await call('get', `/profiles/${userId}`);
  return [body.followerCount, body.followingCount];
}

/** The numbers that other services recount against. */
async function counted(userId: string): Promise<number[]> {
  const { body } = await supertest(town.service.url)
    .get(countFollows.path)
    .query({ ids: userId })
    .set(town.service.fromService('engagement'));
  return [body.items[0].followers, body.items[0].following];
}

/** The numbers that a service has which adds up all events, in whatever order. */
async function summed(userId: string): Promise<number[]> {
  const events = (await publishedEvents(town.database)).flatMap(({ data }) => {
    const event = data as { followerId: string; followingId: string; adds?: FollowSteps };
    return event.adds === undefined ? [] : [{ ...event, adds: event.adds }];
  });
  return events.reduce(
    ([followers, following], event) => [
      followers! + (event.followingId === userId ? event.adds.followers : 0),
      following! + (event.followerId === userId ? event.adds.following : 0),
    ],
    [0, 0],
  );
}

/** Checks that the lists of these people have the length that every number says. */
async function expectNumbers(numbers: Record<string, number[]>): Promise<void> {
  for (const [userId, expected] of Object.entries(numbers)) {
    expect([userId, await listed(userId)]).toEqual([userId, expected]);
    expect([userId, await shown(userId)]).toEqual([userId, expected]);
    expect([userId, await counted(userId)]).toEqual([userId, expected]);
    expect([userId, await summed(userId)]).toEqual([userId, expected]);
  }
}

test('a hidden account is in no number of followers or followed accounts, and is in them when it is visible again', async () => {
  await follow(ana, ben);
  await follow(ben, ana);
  await follow(eve, ben);
  await follow(eve, ana);
  await expectNumbers({ [ana]: [2, 1], [ben]: [2, 1], [eve]: [0, 2] });
  await ban(ben);
  expect(await recountAll(town.service)).toHaveLength(3);
  await visit();
  await expectNumbers({ [ana]: [1, 0], [eve]: [0, 1] });
  expect(await counted(ben)).toEqual([2, 1]);
  expect(await recountAll(town.service)).toEqual([]);
  await ban(ben, false);
  await visit();
  await expectNumbers({ [ana]: [2, 1], [ben]: [2, 1], [eve]: [0, 2] });
  expect(await recountAll(town.service)).toEqual([]);
});

test('a follow between two hidden accounts is in both numbers only when both are visible', async () => {
  await follow(ana, ben);
  for (const userId of [ana, ben]) await ban(userId);
  await visit();
  expect([await counted(ana), await counted(ben)]).toEqual([
    [0, 0],
    [0, 0],
  ]);
  await ban(ana, false);
  await visit();
  await expectNumbers({ [ana]: [0, 0] });
  await ban(ben, false);
  await visit();
  await expectNumbers({ [ana]: [0, 1], [ben]: [1, 0] });
});

test('a visit that runs twice, and a ban that is lifted before it runs, publish nothing twice', async () => {
  await follow(ana, ben);
  await follow(ben, eve);
  for (const banned of [true, false, true]) await ban(ben, banned);
  await visit();
  await town.database.manager.query('UPDATE privacy_changes SET after_id = 0, due_at = UTC_TIMESTAMP(3)');
  await visit();
  expect(await publishedEvents(town.database, 'follow.hidden')).toMatchObject([
    { subject: ana, aggregateversion: 2, data: { followingId: ben, adds: { followers: 0, following: -1 } } },
    { subject: ben, aggregateversion: 2, data: { followingId: eve, adds: { followers: -1, following: 0 } } },
  ]);
  await expectNumbers({ [ana]: [0, 0], [eve]: [0, 0] });
});

test('every follow by and of an account with many is marked, each once', async () => {
  const others = ids(20_001, 20_130);
  await addProfiles(town.database, others);
  for (const id of others.slice(0, 110)) await follow(id, ana);
  for (const id of others.slice(60)) await follow(ana, id);
  await expectNumbers({ [ana]: [110, 70] });
  await ban(ana);
  await visit();
  expect(await publishedEvents(town.database, 'follow.hidden')).toHaveLength(180);
  for (const id of others) expect([id, await counted(id)]).toEqual([id, [0, 0]]);
  expect(await recountAll(town.service)).toEqual([]);
}, 60_000);

test('the end of a hidden follow, and the deletion of a hidden account, subtract nothing a second time', async () => {
  await follow(ben, ana);
  await follow(eve, ana);
  await follow(ana, ben);
  await follow(eve, ben);
  await ban(ben);
  await visit();
  expect((await unfollow(eve, ben)).status).toBe(204);
  await expectNumbers({ [ana]: [1, 0], [eve]: [0, 1] });
  await remove(ben);
  await purge();
  await visit();
  await expectNumbers({ [ana]: [1, 0], [eve]: [0, 1] });
});

test('the deletion of an account whose follows were not marked yet subtracts each once', async () => {
  await follow(ben, ana);
  await follow(ana, ben);
  await ban(ben);
  await remove(ben);
  await visit();
  await purge();
  await expectNumbers({ [ana]: [0, 0] });
});

test('a follow that is being written while its target is banned is marked or refused', async () => {
  const followers = ids(30_001, 30_020);
  await addProfiles(town.database, followers);
  const follows = followers.map((id) => follow(id, ana));
  await ban(ana);
  await Promise.all([visit(), ...follows]);
  await visit();
  for (const id of followers) expect([id, await counted(id), await summed(id)]).toEqual([id, [0, 0], [0, 0]]);
  expect(await recountAll(town.service)).toEqual([]);
});

test('a visit waits for a follow that is not committed yet', async () => {
  let commit = () => {};
  const held = new Promise<void>((resolve) => {
    commit = resolve;
  });
  let written = () => {};
  const isWritten = new Promise<void>((resolve) => {
    written = resolve;
  });
  const following = town.database.transaction(async (tx) => {
    await writeFollow(tx, eve, ana);
    written();
    await held;
  });
  await isWritten;
  await ban(ana);
  let isVisited = false;
  const visiting = visit().then(() => {
    isVisited = true;
  });
  const waiting = `SELECT id FROM information_schema.processlist
    WHERE db = DATABASE() AND id <> CONNECTION_ID() AND info LIKE '%FOR UPDATE%'`;
  while (!isVisited && (await town.database.manager.query(waiting)).length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(isVisited).toBe(false);
  commit();
  await Promise.all([following, visiting]);
  expect([await counted(eve), await summed(eve)]).toEqual([
    [0, 0],
    [0, 0],
  ]);
});

/** The same numbers from 0 to 1 for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test.each([1, 2, 3])(
  'after any follows, bans and deletions at the same time, lists, numbers and events agree (seed %i)',
  async (seed) => {
    const random = randomFrom(seed);
    const people = ids(seed * 100_000, seed * 100_000 + 5);
    const one = () => people[Math.floor(random() * people.length)]!;
    await addProfiles(town.database, people);
    const actions: (() => Promise<unknown>)[] = [
      () => follow(one(), one()),
      () => follow(one(), one()),
      () => follow(one(), one()),
      () => unfollow(one(), one()),
      () => ban(one()),
      () => ban(one(), false),
      () => town.user.privacyChanges.visitBatch(),
    ];
    const round = () => Promise.all(Array.from({ length: 6 }, () => actions[Math.floor(random() * actions.length)]!()));
    for (let count = 0; count < 20; count++) await round();
    const gone = one();
    await Promise.all([remove(gone), round(), purge()]);
    for (let count = 0; count < 5; count++) await round();
    await visit();
    await purge();
    const rows: { user_id: string; status: string }[] = await town.database.manager.query(
      'SELECT user_id, status FROM profiles WHERE user_id IN (?) AND deleted_at IS NULL',
      [people],
    );
    expect(rows.length).toBe(people.length - 1);
    for (const { user_id: userId, status } of rows) {
      expect([userId, await summed(userId)]).toEqual([userId, await counted(userId)]);
      if (status === 'active') await expectNumbers({ [userId]: await listed(userId) });
    }
    expect(await recountAll(town.service)).toEqual([]);
  },
  60_000,
);

test('the recount finds and repairs a mark that is wrong, and the repair is published', async () => {
  await follow(ana, ben);
  await follow(ben, ana);
  await town.database.manager.query('UPDATE follows SET follower_hidden = 1 WHERE follower_id = ?', [ana]);
  expect(await recountAll(town.service)).toEqual([
    `follow ${ana}.${ben}: follower hidden, followed account visible | follower visible, followed account visible`,
  ]);
  await recountAll(town.service, 'repair');
  expect(await recountAll(town.service)).toEqual([]);
  expect(await counted(ben)).toEqual([1, 1]);
  expect(await publishedEvents(town.database, 'follow.hidden')).toMatchObject([
    { subject: ana, data: { followingId: ben, adds: { followers: 1, following: 0 } } },
  ]);
});

test('the migration requests a visit of the accounts that were banned before', async () => {
  await addFollows(town.database, [[ben, ana]]);
  await town.database.manager.query("UPDATE profiles SET status = 'banned' WHERE user_id = ?", [ben]);
  const runner = town.database.source.createQueryRunner();
  await new HiddenFollows1700000001108().up(runner);
  await runner.release();
  await visit();
  expect(await counted(ana)).toEqual([0, 0]);
  expect(await publishedEvents(town.database, 'follow.hidden')).toHaveLength(1);
});
