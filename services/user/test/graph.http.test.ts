import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { userBanned, userBlocked, userDeleted } from '@townsquare/contracts';
import { publishedEvents } from '@townsquare/kit/testing';
import supertest from 'supertest';
import { account, addFollows, addProfiles, emptyTables, ids, startUser, type UserUnderTest } from './start-user.js';

let town: UserUnderTest;
beforeAll(async () => {
  town = await startUser();
});
afterAll(() => town.service.stop());

let next = 1_000;
let ana: string;
let ben: string;
let eve: string;
beforeEach(async () => {
  await emptyTables(town.database);
  town.accounts.clear();
  [ana, ben, eve] = [String(next++), String(next++), String(next++)];
  await addProfiles(town.database, [ana, ben, eve]);
});

type Method = 'get' | 'put' | 'delete';
const call = async (method: Method, path: string, as?: string) =>
  supertest(town.service.url)
    [method](`/api/v1${path}`)
    .set(await town.service.as(as));
const statusOf = async (...request: Parameters<typeof call>) => (await call(...request)).status;
const listed = async (path: string, as?: string): Promise<string[]> =>
  (await call('get', path, as)).body.items.map((item: { userId: string }) => item.userId);
const told = async () => (await publishedEvents(town.database)).map(({ type, subject }) => `${type} ${subject}`);

describe('a follow', () => {
  test('is published once, however often it is requested', async () => {
    expect(await statusOf('put', `/users/${ben}/follow`, ana)).toBe(204);
    expect(await statusOf('put', `/users/${ben}/follow`, ana)).toBe(204);
    const events = await publishedEvents(town.database);
    expect(events).toMatchObject([
      { type: 'user.followed', subject: ana, aggregateversion: 1, data: { followerId: ana, followingId: ben } },
    ]);
    expect(await listed(`/users/${ben}/followers`)).toEqual([ana]);
    expect(await listed(`/users/${ana}/following`)).toEqual([ben]);
  });

  test('is published once when many clients request it at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => statusOf('put', `/users/${ben}/follow`, ana)));
    expect(answers).toEqual(Array(8).fill(204));
    expect(await told()).toEqual([`user.followed ${ana}`]);
  });

  test('works in both directions at the same time, with versions of each owner', async () => {
    const pairs = [
      [ana, ben],
      [ben, ana],
      [ana, eve],
      [eve, ana],
      [ben, eve],
      [eve, ben],
    ] as const;
    const answers = await Promise.all(pairs.map(([from, to]) => statusOf('put', `/users/${to}/follow`, from)));
    expect(answers).toEqual(Array(6).fill(204));
    const events = await publishedEvents(town.database, 'user.followed');
    const versions = events.map(({ subject, aggregateversion }) => `${subject} ${aggregateversion}`).sort();
    expect(versions).toEqual([ana, ben, eve].flatMap((id) => [`${id} 1`, `${id} 2`]).sort());
  });

  test('ends once, and ending a follow that does not exist changes nothing', async () => {
    await call('put', `/users/${ben}/follow`, ana);
    for (const _ of [1, 2]) expect(await statusOf('delete', `/users/${ben}/follow`, ana)).toBe(204);
    expect(await statusOf('delete', '/users/999999/follow', ana)).toBe(204);
    const events = await publishedEvents(town.database);
    expect(events.map(({ type, aggregateversion }) => [type, aggregateversion])).toEqual([
      ['user.followed', 1],
      ['user.unfollowed', 2],
    ]);
    expect(await listed(`/users/${ben}/followers`)).toEqual([]);
  });

  test('can be ended by the person who is followed, and by no third', async () => {
    await call('put', `/users/${ben}/follow`, ana);
    expect(await statusOf('delete', `/followers/${ana}`)).toBe(401);
    expect(await statusOf('delete', `/followers/${ana}`, eve)).toBe(204);
    expect(await listed(`/users/${ben}/followers`)).toEqual([ana]);
    for (const _ of [1, 2]) expect(await statusOf('delete', `/followers/${ana}`, ben)).toBe(204);
    expect(await statusOf('delete', '/followers/abc', ben)).toBe(400);
    expect(await listed(`/users/${ben}/followers`)).toEqual([]);
    expect(await told()).toEqual([`user.followed ${ana}`, `user.unfollowed ${ana}`]);
    expect(await statusOf('put', `/users/${ben}/follow`, ana)).toBe(204);
  });

  test('works before either profile has arrived', async () => {
    const [early, late] = [String(next++), String(next++)];
    for (const id of [early, late]) town.accounts.set(id, account(id));
    expect(await statusOf('put', `/users/${late}/follow`, early)).toBe(204);
    expect(await told()).toEqual(
      expect.arrayContaining([`profile.updated ${early}`, `profile.updated ${late}`, `user.followed ${early}`]),
    );
  });

  test('is refused for yourself, for an unknown account, and for a banned one', async () => {
    const self = await call('put', `/users/${ana}/follow`, ana);
    expect(self).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ field: 'userId', message: 'you cannot follow yourself' }] },
    });
    expect(await statusOf('put', '/users/999999/follow', ana)).toBe(404);
    expect(await statusOf('put', '/users/abc/follow', ana)).toBe(400);
    expect(await statusOf('put', `/users/${ben}/follow`)).toBe(401);
    await town.service.deliver(
      userBanned,
      { userId: ben, banned: true, deactivated: false, reason: 'x' },
      { aggregateversion: 2 },
    );
    expect(await statusOf('put', `/users/${ben}/follow`, ana)).toBe(404);
    expect(await statusOf('put', `/users/${ana}/follow`, ben)).toBe(403);
    expect(await publishedEvents(town.database, 'user.followed')).toEqual([]);
    expect(await listed(`/users/${ana}/following`)).toEqual([]);
  });

  test('of a banned account is not listed, but a block or mute of it is', async () => {
    await statusOf('put', `/users/${ben}/follow`, ana);
    await statusOf('put', `/users/${ana}/follow`, ben);
    await statusOf('put', `/users/${ben}/mute`, ana);
    await statusOf('put', `/users/${ben}/block`, eve);
    const ban = (banned: boolean, aggregateversion: number) =>
      town.service.deliver(userBanned, { userId: ben, banned, deactivated: false, reason: 'x' }, { aggregateversion });
    const seen = async (viewer?: string) => ({
      profile: await statusOf('get', `/profiles/${ben}`, viewer),
      byName: await statusOf('get', `/profiles/by-username/user_${ben}`, viewer),
      followers: await statusOf('get', `/users/${ben}/followers`, viewer),
      following: await statusOf('get', `/users/${ben}/following`, viewer),
      listedAsFollower: (await listed(`/users/${ana}/followers`, viewer)).includes(ben),
      listedAsFollowed: (await listed(`/users/${ana}/following`, viewer)).includes(ben),
    });
    const at = (status: number, isListed: boolean) => ({
      profile: status,
      byName: status,
      followers: status,
      following: status,
      listedAsFollower: isListed,
      listedAsFollowed: isListed,
    });
    for (const viewer of [ana, undefined]) expect(await seen(viewer)).toEqual(at(200, true));
    await ban(true, 2);
    for (const viewer of [ana, undefined]) expect(await seen(viewer)).toEqual(at(404, false));
    expect(await listed('/mutes', ana)).toEqual([ben]);
    expect(await listed('/blocks', eve)).toEqual([ben]);
    await ban(false, 3);
    for (const viewer of [ana, undefined]) expect(await seen(viewer)).toEqual(at(200, true));
  });

  test('is refused for and by a deleted account', async () => {
    await town.service.deliver(userDeleted, { userId: ben }, { aggregateversion: 2 });
    expect(await statusOf('put', `/users/${ben}/follow`, ana)).toBe(404);
    expect(await statusOf('put', `/users/${ana}/follow`, ben)).toBe(401);
    expect(await publishedEvents(town.database, 'user.followed')).toEqual([]);
  });
});

describe('lists of people', () => {
  test('come in pages, the latest first, and those of the same time by id', async () => {
    const followers = ids(50_001, 50_025);
    await addProfiles(town.database, followers);
    await addFollows(
      town.database,
      followers.slice(0, 20).map((id) => [id, ana]),
      new Date(2_000),
    );
    await addFollows(
      town.database,
      followers.slice(20).map((id) => [id, ana]),
      new Date(1_000),
    );
    const seen: string[] = [];
    let cursor: string | null = '';
    let pages = 0;
    while (cursor !== null) {
      const path = `/users/${ana}/followers?limit=10${cursor && `&cursor=${cursor}`}`;
      const { body } = await call('get', path);
      seen.push(...body.items.map((item: { userId: string }) => item.userId));
      cursor = body.nextCursor;
      pages += 1;
    }
    expect(pages).toBe(3);
    expect(seen).toEqual([...followers.slice(0, 20).reverse(), ...followers.slice(20).reverse()]);
  });

  test('have the names of the people, and since when they are in the list', async () => {
    await addFollows(town.database, [[ben, ana]], new Date(5_000));
    const { userId, username, fullName } = account(ben);
    const person = { userId, username, fullName, profilePicture: null };
    const { body } = await call('get', `/users/${ana}/followers`);
    expect(body).toEqual({ items: [{ ...person, followedAt: '1970-01-01T00:00:05.000Z' }], nextCursor: null });
  });

  test('leave out people with a block between them and the reader, and deleted accounts', async () => {
    await addFollows(town.database, [
      [ben, ana],
      [eve, ana],
    ]);
    await call('put', `/users/${eve}/block`, ben);
    expect(await listed(`/users/${ana}/followers`, ben)).toEqual([ben]);
    expect(await listed(`/users/${ana}/followers`, eve)).toEqual([eve]);
    expect(await listed(`/users/${ana}/followers`)).toEqual([eve, ben]);
    await town.service.deliver(userDeleted, { userId: eve }, { aggregateversion: 2 });
    expect(await listed(`/users/${ana}/followers`)).toEqual([ben]);
  });

  test.each(['followers', 'following'])(
    '%s refuses invalid cursors and limits, and is empty for a person without any',
    async (list) => {
      const { body } = await call('get', `/users/${ana}/following?cursor=nonsense`);
      expect(body.code).toBe('invalid_cursor');
      expect(await statusOf('get', `/users/${ana}/${list}?limit=0`)).toBe(400);
      expect(await statusOf('get', `/users/${ana}/${list}?limit=101`)).toBe(400);
      expect(await statusOf('get', `/users/${ana}/${list}?order=name`)).toBe(400);
      expect(await statusOf('get', `/users/999999/${list}`)).toBe(404);
    },
  );

  test('of a private account are visible to its owner and its followers alone', async () => {
    await addFollows(town.database, [
      [ben, ana],
      [ana, eve],
    ]);
    const lists = [`/users/${ana}/followers`, `/users/${ana}/following`];
    for (const path of lists) expect(await statusOf('get', path)).toBe(200);
    await town.database.manager.query('UPDATE profiles SET is_private = TRUE WHERE user_id = ?', [ana]);
    for (const path of lists) {
      for (const reader of [ana, ben]) expect(await statusOf('get', path, reader)).toBe(200);
      // Being followed by it is not following it.
      for (const reader of [eve, undefined]) expect(await statusOf('get', path, reader)).toBe(404);
    }
    await call('delete', `/users/${ana}/follow`, ben);
    for (const path of lists) expect(await statusOf('get', path, ben)).toBe(404);
  });

  test('take only cursors of their own', async () => {
    await addFollows(town.database, [
      [ben, ana],
      [eve, ana],
    ]);
    const { body } = await call('get', `/users/${ana}/followers?limit=1`);
    expect(await statusOf('get', `/users/${ben}/followers?cursor=${body.nextCursor}`)).toBe(400);
  });
});

describe('blocking', () => {
  test('ends the follows in both directions, each with an event of its owner, and hides the two from each other', async () => {
    await call('put', `/users/${ben}/follow`, ana);
    await call('put', `/users/${ana}/follow`, ben);
    for (const _ of [1, 2]) expect(await statusOf('put', `/users/${ben}/block`, ana)).toBe(204);
    const events = await publishedEvents(town.database);
    expect(events.map(({ type, subject, aggregateversion }) => [type, subject, aggregateversion])).toEqual([
      ['user.followed', ana, 1],
      ['user.followed', ben, 1],
      ['user.blocked', ana, 2],
      ['user.unfollowed', ana, 3],
      ['user.unfollowed', ben, 2],
    ]);
    for (const [reader, person] of [
      [ana, ben],
      [ben, ana],
    ]) {
      expect(await statusOf('get', `/profiles/${person}`, reader)).toBe(404);
      expect(await statusOf('get', `/users/${person}/followers`, reader)).toBe(404);
      expect(await statusOf('put', `/users/${person}/follow`, reader)).toBe(404);
      expect(await statusOf('put', `/users/${person}/mute`, reader)).toBe(404);
    }
    expect(await statusOf('get', `/profiles/${ana}`)).toBe(200);
    expect((await publishedEvents(town.database)).length).toBe(5);
  });

  test('can be mutual, and is listed by the blocker alone', async () => {
    await call('put', `/users/${ben}/block`, ana);
    expect(await statusOf('put', `/users/${ana}/block`, ben)).toBe(204);
    expect(await listed('/blocks', ana)).toEqual([ben]);
    expect(await listed('/blocks', ben)).toEqual([ana]);
    expect(await listed('/blocks', eve)).toEqual([]);
  });

  test('ends once, and the follows do not come back', async () => {
    await call('put', `/users/${ben}/follow`, ana);
    await call('put', `/users/${ben}/block`, ana);
    for (const _ of [1, 2]) expect(await statusOf('delete', `/users/${ben}/block`, ana)).toBe(204);
    const events = await publishedEvents(town.database, 'user.unblocked');
    expect(events).toMatchObject([{ subject: ana, aggregateversion: 4, data: { blockerId: ana, blockedId: ben } }]);
    expect(await statusOf('get', `/profiles/${ben}`, ana)).toBe(200);
    expect(await listed(`/users/${ana}/following`)).toEqual([]);
  });

  test('the event of a block ends the follow that a crash left, if the block still holds', async () => {
    await addFollows(town.database, [[ben, ana]]);
    const data = { blockerId: ana, blockedId: ben, at: new Date().toISOString() };
    expect(await town.service.deliver(userBlocked, data)).toBe('SUCCESS');
    expect(await told()).toEqual([]);
    await town.database.manager.query('INSERT INTO blocks VALUES (?, ?, UTC_TIMESTAMP(3))', [ana, ben]);
    await town.service.deliver(userBlocked, data);
    expect(await told()).toEqual([`user.unfollowed ${ben}`]);
  });

  test('at the moment of a follow leaves no follow', async () => {
    for (let round = 0; round < 10; round++) {
      await Promise.all([call('put', `/users/${ben}/block`, ana), call('put', `/users/${ana}/follow`, ben)]);
      const rows = await town.database.manager.query('SELECT * FROM follows');
      expect(rows).toEqual([]);
      await call('delete', `/users/${ben}/block`, ana);
    }
  });

  test('is refused for yourself and for an unknown account', async () => {
    expect(await statusOf('put', `/users/${ana}/block`, ana)).toBe(400);
    expect(await statusOf('put', '/users/999999/block', ana)).toBe(404);
    expect(await statusOf('put', `/users/${ben}/block`)).toBe(401);
    expect(await statusOf('delete', `/users/${ben}/block`)).toBe(401);
    expect(await statusOf('get', '/blocks')).toBe(401);
    expect(await statusOf('get', '/blocks?cursor=x', ana)).toBe(400);
  });
});

describe('muting', () => {
  test('is visible to the muter alone, and its start and end are each published once', async () => {
    for (const _ of [1, 2]) expect(await statusOf('put', `/users/${ben}/mute`, ana)).toBe(204);
    const { body } = await call('get', '/mutes', ana);
    expect(body.items).toMatchObject([{ userId: ben, mutedAt: expect.any(String) }]);
    expect(await listed('/mutes', ben)).toEqual([]);
    for (const _ of [1, 2]) expect(await statusOf('delete', `/users/${ben}/mute`, ana)).toBe(204);
    expect(await listed('/mutes', ana)).toEqual([]);
    const mute = { muterId: ana, mutedId: ben, at: expect.any(String) };
    expect(await publishedEvents(town.database)).toMatchObject([
      { type: 'user.muted', subject: ana, aggregateversion: 1, data: mute },
      { type: 'user.unmuted', subject: ana, aggregateversion: 2, data: mute },
    ]);
  });

  test('is refused for yourself and for an unknown account', async () => {
    expect(await statusOf('put', `/users/${ana}/mute`, ana)).toBe(400);
    expect(await statusOf('put', '/users/999999/mute', ana)).toBe(404);
    expect(await statusOf('put', `/users/${ben}/mute`)).toBe(401);
    expect(await statusOf('delete', `/users/${ben}/mute`)).toBe(401);
    expect(await statusOf('get', '/mutes')).toBe(401);
    expect(await statusOf('get', '/mutes?limit=x', ana)).toBe(400);
    expect(await told()).toEqual([]);
  });
});
