import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { userDeleted } from '@townsquare/contracts';
import { publishedEvents } from '@townsquare/kit/testing';
import supertest from 'supertest';
import { countFollowers } from '../src/workers/count-followers.js';
import { addFollows, addProfiles, emptyTables, ids, startUser, type UserUnderTest } from './start-user.js';

let town: UserUnderTest;
beforeAll(async () => {
  town = await startUser();
});
afterAll(() => town.service.stop());
beforeEach(() => emptyTables(town.database));

const READER = '1';
const query = (statement: string, values: unknown[] = []) => town.database.manager.query(statement, values);
const call = async (method: 'get' | 'put' | 'delete', path: string, as = READER) =>
  supertest(town.service.url)
    [method](`/api/v1${path}`)
    .set(await town.service.as(as));
const statusOf = async (...request: Parameters<typeof call>) => (await call(...request)).status;
const suggested = async (limit = 50, as = READER): Promise<[string, number][]> => {
  const { status, body } = await call('get', `/suggestions/people?limit=${limit}`, as);
  expect(status).toBe(200);
  return body.items.map((item: { userId: string; followedByCount: number }) => [item.userId, item.followedByCount]);
};
/** Counts the followers of everybody, in small batches as the worker does. */
const countAll = async () => {
  let after = '0';
  do after = await countFollowers(town.database, after, 3);
  while (after !== '0');
};

/** 1 follows 2 and 3. Both follow 4, 3 follows 5. 6 has the most followers, 7 one, 8 none. */
async function addPeople(): Promise<void> {
  await addProfiles(town.database, [...ids(1, 8), ...ids(101, 103)]);
  await addFollows(town.database, [
    ['1', '2'],
    ['1', '3'],
    ['2', '4'],
    ['3', '4'],
    ['3', '5'],
    ['101', '6'],
    ['102', '6'],
    ['103', '6'],
    ['101', '7'],
  ]);
  await countAll();
}

describe('the suggestions of people to follow', () => {
  beforeEach(addPeople);

  test('begin with those whom the followed follow, by how many of them do, then the most followed', async () => {
    const order = await suggested();
    expect(order.slice(0, 4)).toEqual([
      ['4', 2],
      ['5', 1],
      ['6', 0],
      ['7', 0],
    ]);
    // Those without a follower come last, the newest account first.
    expect(order.slice(4)).toEqual([
      ['103', 0],
      ['102', 0],
      ['101', 0],
      ['8', 0],
    ]);
  });

  test('are as many as the reader asks for, with what a card shows', async () => {
    expect(await suggested(2)).toEqual([
      ['4', 2],
      ['5', 1],
    ]);
    const { body } = await call('get', '/suggestions/people?limit=1');
    expect(body.items).toEqual([
      {
        userId: '4',
        username: 'user_4',
        fullName: 'Person 4',
        profilePicture: null,
        bio: '',
        isPrivate: false,
        followedByCount: 2,
      },
    ]);
    for (const limit of ['0', '51', 'x']) expect(await statusOf('get', `/suggestions/people?limit=${limit}`)).toBe(400);
  });

  test('are for signed-in readers', async () => {
    const headers = await town.service.as();
    await supertest(town.service.url).get('/api/v1/suggestions/people').set(headers).expect(401);
  });

  test.each([
    ['whom the reader follows', () => call('put', '/users/4/follow')],
    ['whom the reader has muted', () => call('put', '/users/4/mute')],
    ['whom the reader has blocked', () => call('put', '/users/4/block')],
    ['who has blocked the reader', () => call('put', '/users/1/block', '4')],
    ['whom the reader has dismissed', () => call('delete', '/suggestions/people/4')],
    ['who is banned', () => query("UPDATE profiles SET status = 'banned' WHERE user_id = 4")],
    ['who is inactive', () => query("UPDATE profiles SET status = 'inactive' WHERE user_id = 4")],
    [
      'who has deleted their account',
      () => town.service.deliver(userDeleted, { userId: '4' }, { aggregateversion: 2 }),
    ],
    [
      'whom the reader has asked to follow',
      async () => {
        await query('UPDATE profiles SET is_private = 1 WHERE user_id = 4');
        expect(await statusOf('put', '/users/4/follow')).toBe(202);
      },
    ],
  ])('have nobody %s', async (_who, make) => {
    await make();
    const order = await suggested();
    expect(order.map(([id]) => id)).not.toContain('4');
    expect(order.map(([id]) => id)).toEqual(expect.arrayContaining(['5', '6', '7']));
  });

  test('have private accounts, which say so, and never the reader', async () => {
    await query('UPDATE profiles SET is_private = 1 WHERE user_id = 4');
    await addFollows(town.database, [['2', '1']]);
    const { body } = await call('get', '/suggestions/people?limit=50');
    expect(body.items[0]).toMatchObject({ userId: '4', isPrivate: true });
    expect(body.items.map((item: { userId: string }) => item.userId)).not.toContain('1');
  });

  test('do not follow from whom a hidden account follows', async () => {
    await query("UPDATE profiles SET status = 'banned' WHERE user_id = 3");
    expect((await suggested()).slice(0, 2)).toEqual([
      ['4', 1],
      ['6', 0],
    ]);
  });

  test('take account of the fifty whom the reader followed last, and of the last 200 follows of each', async () => {
    const [many, extra] = [ids(1_001, 1_060), ids(2_001, 2_300)];
    await addProfiles(town.database, [...many, ...extra]);
    // The first ten of them are followed longest ago, and alone follow 8.
    for (const [place, id] of many.entries()) await addFollows(town.database, [['1', id]], new Date(10_000 + place));
    await addFollows(
      town.database,
      many.slice(0, 10).map((id): [string, string] => [id, '8']),
    );
    // The last of them has followed 300 others, 7 before all of them.
    await addFollows(town.database, [[many[59]!, '7']], new Date(1));
    for (const [place, id] of extra.entries())
      await addFollows(town.database, [[many[59]!, id]], new Date(20_000 + place));
    const near = (await suggested()).filter(([, followedByCount]) => followedByCount > 0).map(([id]) => id);
    expect(near).toHaveLength(50);
    expect(near).not.toContain('8');
    expect(near).not.toContain('7');
    expect(near).toContain('2300');
  });

  test('take four statements, and three for a reader who follows nobody', async () => {
    expect(await statementsDuring(() => suggested())).toBe(4);
    expect(await statementsDuring(() => suggested(50, '8'))).toBe(3);
  });
});

/** How many statements the service sends to the database while `work` runs. */
async function statementsDuring(work: () => Promise<unknown>): Promise<number> {
  const { source } = town.database;
  const create = source.createQueryRunner;
  let seen = 0;
  source.createQueryRunner = (mode) => {
    const runner = create.call(source, mode);
    const send = runner.query;
    runner.query = ((...sent: Parameters<typeof send>) => {
      if (/\b(follows|profiles)\b/.test(sent[0])) seen++;
      return send.apply(runner, sent);
    }) as typeof send;
    return runner;
  };
  try {
    await work();
  } finally {
    source.createQueryRunner = create;
  }
  return seen;
}

describe('a dismissed suggestion', () => {
  beforeEach(addPeople);
  const isSuggested = async (as = READER) => (await suggested(50, as)).some(([id]) => id === '4');

  test('stays away from the reader alone until it is taken back, and is known to nobody else', async () => {
    for (let time = 0; time < 2; time++) expect(await statusOf('delete', '/suggestions/people/4')).toBe(204);
    expect([await isSuggested(), await isSuggested('8')]).toEqual([false, true]);
    expect(await publishedEvents(town.database)).toEqual([]);
    for (let time = 0; time < 2; time++) expect(await statusOf('put', '/suggestions/people/4')).toBe(204);
    expect(await isSuggested()).toBe(true);
  });

  test('is refused for oneself, for who is not there, and for who has blocked the reader', async () => {
    expect(await statusOf('delete', '/suggestions/people/1')).toBe(400);
    expect(await statusOf('delete', '/suggestions/people/99')).toBe(404);
    await call('put', '/users/1/block', '4');
    expect(await statusOf('delete', '/suggestions/people/4')).toBe(404);
    expect(await query('SELECT * FROM dismissed_suggestions')).toEqual([]);
  });
});

describe('the count of followers that orders suggestions', () => {
  const counts = async () =>
    Object.fromEntries(
      (await query('SELECT user_id AS id, counted_followers AS n FROM profiles ORDER BY user_id')).map(
        ({ id, n }: { id: string; n: number }) => [id, Number(n)],
      ),
    );

  test('follows the follows, up and down', async () => {
    await addProfiles(town.database, ids(1, 7));
    await addFollows(town.database, [
      ['1', '7'],
      ['2', '7'],
      ['1', '2'],
    ]);
    await countAll();
    expect(await counts()).toEqual({ 1: 0, 2: 1, 3: 0, 4: 0, 5: 0, 6: 0, 7: 2 });
    await query('DELETE FROM follows WHERE follower_id = 1');
    await countAll();
    expect(await counts()).toEqual({ 1: 0, 2: 0, 3: 0, 4: 0, 5: 0, 6: 0, 7: 1 });
  });
});
