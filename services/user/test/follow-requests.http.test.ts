import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { userBanned, userBlocked, userDeleted } from '@townsquare/contracts';
import { publishedEvents } from '@townsquare/kit/testing';
import supertest from 'supertest';
import { account, addProfiles, emptyTables, ids, startUser, type UserUnderTest } from './start-user.js';

let town: UserUnderTest;
beforeAll(async () => {
  town = await startUser();
});
afterAll(() => town.service.stop());

let next = 1_000;
let ana: string;
let ben: string;
let eve: string;
/** Ana's account is private. */
beforeEach(async () => {
  await emptyTables(town.database);
  [ana, ben, eve] = [String(next++), String(next++), String(next++)];
  await addProfiles(town.database, [ana, ben, eve]);
  await setPrivate(ana, true);
});

type Method = 'get' | 'put' | 'delete';
const call = async (method: Method, path: string, as?: string) =>
  supertest(town.service.url)
    [method](`/api/v1${path}`)
    .set(await town.service.as(as));
const statusOf = async (...request: Parameters<typeof call>) => (await call(...request)).status;
const listed = async (path: string, as: string): Promise<string[]> =>
  (await call('get', path, as)).body.items.map((item: { userId: string }) => item.userId);
const received = (as: string) => listed('/follow-requests', as);
const sent = (as: string) => listed('/follow-requests?direction=sent', as);
const told = async () => (await publishedEvents(town.database)).map(({ type, subject }) => `${type} ${subject}`);
const setPrivate = (userId: string, isPrivate: boolean) =>
  town.database.manager.query('UPDATE profiles SET is_private = ? WHERE user_id = ?', [isPrivate ? 1 : 0, userId]);
const ban = (userId: string, banned: boolean, aggregateversion = 2) =>
  town.service.deliver(userBanned, { userId, banned, deactivated: false, reason: 'x' }, { aggregateversion });
const ask = async (requester = ben, target = ana) =>
  expect(await statusOf('put', `/users/${target}/follow`, requester)).toBe(202);

describe('a follow of a private account', () => {
  test('is a request, which is published once, and no follow yet', async () => {
    await ask();
    await ask();
    expect(await publishedEvents(town.database)).toMatchObject([
      { type: 'follow.requested', subject: ben, aggregateversion: 1, data: { requesterId: ben, targetId: ana } },
    ]);
    const { userId, username, fullName } = account(ben);
    const person = { userId, username, fullName, profilePicture: null };
    const { body } = await call('get', '/follow-requests', ana);
    expect(body).toEqual({ items: [{ ...person, requestedAt: expect.any(String) }], nextCursor: null });
    expect([await sent(ben), await sent(ana), await received(ben)]).toEqual([[ana], [], []]);
    const profile = await call('get', `/profiles/${ana}`, ben);
    expect(profile.body).toMatchObject({ followerCount: 0, relation: { following: false, requested: true } });
    expect((await call('get', `/profiles/${ben}`, ana)).body.relation.requested).toBe(false);
    expect(await statusOf('get', `/users/${ana}/followers`, ben)).toBe(404);
  });

  test('is one request when many clients ask for it at the same time', async () => {
    await Promise.all(Array.from({ length: 8 }, () => ask()));
    expect(await told()).toEqual([`follow.requested ${ben}`]);
  });

  test('stays when the account turns private', async () => {
    await setPrivate(ana, false);
    expect(await statusOf('put', `/users/${ana}/follow`, ben)).toBe(204);
    await setPrivate(ana, true);
    expect(await statusOf('put', `/users/${ana}/follow`, ben)).toBe(204);
    expect(await received(ana)).toEqual([]);
  });

  test('is refused in the cases in which any follow is refused', async () => {
    await ban(ana, true);
    expect(await statusOf('put', `/users/${ana}/follow`, ben)).toBe(404);
    await ban(ana, false, 3);
    await call('put', `/users/${eve}/block`, ana);
    expect(await statusOf('put', `/users/${ana}/follow`, eve)).toBe(404);
    await town.service.deliver(userDeleted, { userId: ana }, { aggregateversion: 4 });
    expect(await statusOf('put', `/users/${ana}/follow`, ben)).toBe(404);
    expect(await publishedEvents(town.database, 'follow.requested')).toEqual([]);
    expect(await sent(ben)).toEqual([]);
  });

  test('is withdrawn by unfollowing, and can be requested again', async () => {
    await ask();
    for (const _ of [1, 2]) expect(await statusOf('delete', `/users/${ana}/follow`, ben)).toBe(204);
    expect([await received(ana), await sent(ben)]).toEqual([[], []]);
    await ask();
    const events = await publishedEvents(town.database);
    expect(
      events.map(({ type, aggregateversion, data }) => [
        type,
        aggregateversion,
        (data as { accepted?: boolean }).accepted,
      ]),
    ).toEqual([
      ['follow.requested', 1, undefined],
      ['follow.request.ended', 2, false],
      ['follow.requested', 3, undefined],
    ]);
  });
});

describe('a request', () => {
  test('that is accepted becomes a follow, whose event says that it was accepted', async () => {
    await ask();
    for (const _ of [1, 2]) expect(await statusOf('put', `/follow-requests/${ben}`, ana)).toBe(204);
    const [, ended, followed, ...more] = await publishedEvents(town.database);
    expect(ended).toMatchObject({
      type: 'follow.request.ended',
      subject: ben,
      aggregateversion: 2,
      data: { requesterId: ben, targetId: ana, accepted: true },
    });
    expect(followed).toMatchObject({
      type: 'user.followed',
      subject: ben,
      aggregateversion: 3,
      data: { followerId: ben, followingId: ana, accepted: true },
    });
    expect(more).toEqual([]);
    expect([await received(ana), await sent(ben)]).toEqual([[], []]);
    expect(await listed(`/users/${ana}/followers`, ben)).toEqual([ben]);
  });

  test('that is refused is deleted, and does not become a follow', async () => {
    await ask();
    for (const _ of [1, 2]) expect(await statusOf('delete', `/follow-requests/${ben}`, ana)).toBe(204);
    expect(await told()).toEqual([`follow.requested ${ben}`, `follow.request.ended ${ben}`]);
    expect(await statusOf('put', `/follow-requests/${ben}`, ana)).toBe(404);
    expect(await listed(`/users/${ana}/followers`, ana)).toEqual([]);
    await ask();
    expect(await received(ana)).toEqual([ben]);
  });

  test('can be accepted and refused by its target alone', async () => {
    await ask();
    expect(await statusOf('put', `/follow-requests/${ben}`, eve)).toBe(404);
    expect(await statusOf('put', `/follow-requests/${ben}`, ben)).toBe(404);
    expect(await statusOf('delete', `/follow-requests/${ben}`, eve)).toBe(204);
    expect(await received(ana)).toEqual([ben]);
  });

  test('that was never made is not found, also where the user follows', async () => {
    await setPrivate(ana, false);
    await call('put', `/users/${ana}/follow`, ben);
    expect(await statusOf('put', `/follow-requests/${ben}`, ana)).toBe(404);
    expect(await statusOf('put', '/follow-requests/999999', ana)).toBe(404);
    expect(await statusOf('delete', '/follow-requests/999999', ana)).toBe(204);
  });

  test('of a banned account is not listed or accepted until the ban ends', async () => {
    await ask();
    await ban(ben, true);
    expect(await received(ana)).toEqual([]);
    expect(await statusOf('put', `/follow-requests/${ben}`, ana)).toBe(404);
    await ban(ben, false, 3);
    expect(await received(ana)).toEqual([ben]);
    expect(await statusOf('put', `/follow-requests/${ben}`, ana)).toBe(204);
  });

  test('cannot be accepted by a banned or deleted account', async () => {
    await ask();
    await ban(ana, true);
    expect(await statusOf('put', `/follow-requests/${ben}`, ana)).toBe(403);
    await town.service.deliver(userDeleted, { userId: ana }, { aggregateversion: 3 });
    expect(await statusOf('put', `/follow-requests/${ben}`, ana)).toBe(401);
    expect(await told()).toEqual(expect.not.arrayContaining([`user.followed ${ben}`]));
  });

  test.each([
    ['by the one who was asked', () => [ana, ben]],
    ['by the one who asked', () => [ben, ana]],
  ])('ends with a block %s', async (_by, pair) => {
    const [blocker, blocked] = pair() as [string, string];
    await ask();
    expect(await statusOf('put', `/users/${blocked}/block`, blocker)).toBe(204);
    expect(await told()).toEqual(expect.arrayContaining([`follow.request.ended ${ben}`]));
    expect([await received(ana), await sent(ben)]).toEqual([[], []]);
    expect(await statusOf('put', `/follow-requests/${ben}`, ana)).toBe(404);
    await call('delete', `/users/${blocked}/block`, blocker);
    expect([await received(ana), await sent(ben)]).toEqual([[], []]);
  });

  test('that a crash left in spite of a block is hidden, cannot be accepted, and is ended by the event of the block', async () => {
    await ask();
    await town.database.manager.query('INSERT INTO blocks VALUES (?, ?, UTC_TIMESTAMP(3))', [ana, ben]);
    expect([await received(ana), await sent(ben)]).toEqual([[], []]);
    expect(await statusOf('put', `/follow-requests/${ben}`, ana)).toBe(404);
    const data = { blockerId: ana, blockedId: ben, at: new Date().toISOString() };
    expect(await town.service.deliver(userBlocked, data)).toBe('SUCCESS');
    expect(await told()).toEqual([`follow.requested ${ben}`, `follow.request.ended ${ben}`]);
  });

  test('that is made at the moment of a block does not stay', async () => {
    for (let round = 0; round < 10; round++) {
      await Promise.all([call('put', `/users/${ben}/block`, ana), call('put', `/users/${ana}/follow`, ben)]);
      expect(await town.database.manager.query('SELECT * FROM follow_requests')).toEqual([]);
      await call('delete', `/users/${ben}/block`, ana);
    }
  });

  test('is either accepted or withdrawn when both happen at the same time', async () => {
    for (let round = 0; round < 10; round++) {
      await ask();
      const [accepted] = await Promise.all([
        statusOf('put', `/follow-requests/${ben}`, ana),
        statusOf('delete', `/users/${ana}/follow`, ben),
      ]);
      expect([204, 404]).toContain(accepted);
      // Unfollowing came last, or found the request: nothing is left of either. Else it was the follow that it ended.
      expect([await received(ana), await listed(`/users/${ana}/followers`, ana)]).toEqual([[], []]);
    }
  });
});

describe('the lists of requests', () => {
  test('come in pages, the latest first', async () => {
    const people = ids(60_001, 60_005);
    await addProfiles(town.database, people);
    for (const id of people) await ask(id);
    const first = await call('get', '/follow-requests?limit=3', ana);
    const second = await call('get', `/follow-requests?limit=3&cursor=${first.body.nextCursor}`, ana);
    const all = [...first.body.items, ...second.body.items].map(({ userId }: { userId: string }) => userId);
    expect(all).toEqual([...people].reverse());
    expect(second.body.nextCursor).toBeNull();
    expect(await statusOf('get', `/follow-requests?direction=sent&cursor=${first.body.nextCursor}`, ana)).toBe(400);
  });

  test.each(['/follow-requests?direction=received', '/follow-requests?direction=sent'])(
    '%s is for who is signed in, and asks well',
    async (path) => {
      expect(await statusOf('get', path)).toBe(401);
      expect(await statusOf('get', `${path}&limit=0`, ana)).toBe(400);
      expect(await statusOf('get', `${path}&cursor=x`, ana)).toBe(400);
      expect(await statusOf('get', `${path}&userId=${ben}`, ana)).toBe(400);
    },
  );

  test.each(['put', 'delete'] as const)('%s needs a signed-in user and the id of another', async (method) => {
    expect(await statusOf(method, `/follow-requests/${ben}`)).toBe(401);
    expect(await statusOf(method, '/follow-requests/ben', ana)).toBe(400);
  });
});
