import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { userBanned, userDeactivated, userRegistered, userUpdated } from '@townsquare/contracts';
import { publishedEvents } from '@townsquare/kit/testing';
import supertest from 'supertest';
import { account, addProfiles, emptyTables, startUser, type UserUnderTest } from './start-user.js';

let town: UserUnderTest;
beforeAll(async () => {
  town = await startUser();
});
afterAll(() => town.service.stop());

let next = 100;
let me: string;
let other: string;
beforeEach(async () => {
  await emptyTables(town.database);
  town.accounts.clear();
  town.askedFor.length = 0;
  // Fresh ids, as the cache outlives the tables.
  me = String(next++);
  other = String(next++);
});

const api = () => supertest(town.service.url);
const read = async (path: string, as?: string) =>
  api()
    .get(`/api/v1${path}`)
    .set(await town.service.as(as));
const patch = async (body: object, as?: string) =>
  api()
    .patch('/api/v1/profiles/me')
    .set(await town.service.as(as))
    .send(body);

describe('a profile is created', () => {
  test('when the account is registered, once', async () => {
    const envelope = { id: `registered-${me}`, aggregateversion: 1 };
    expect(await town.service.deliver(userRegistered, account(me), envelope)).toBe('SUCCESS');
    expect(await town.service.deliver(userRegistered, account(me), envelope)).toBe('SUCCESS');
    const response = await read(`/profiles/${me}`);
    expect(response.body).toEqual({
      ...account(me),
      bio: '',
      profilePicture: null,
      status: 'active',
      isPrivate: false,
      followerCount: 0,
      followingCount: 0,
      relation: null,
    });
    const events = await publishedEvents(town.database, 'profile.updated');
    expect(events).toMatchObject([{ subject: me, aggregateversion: 1, data: { ...account(me), bio: '' } }]);
  });

  test('when it is read before the event of its account has arrived', async () => {
    town.accounts.set(me, account(me));
    expect((await read('/profiles/me', me)).body).toMatchObject(account(me));
    await town.service.deliver(userRegistered, account(me));
    expect(await publishedEvents(town.database, 'profile.updated')).toHaveLength(1);
  });

  test('once, when many clients read it while the event arrives', async () => {
    town.accounts.set(me, account(me));
    const asked = Array.from({ length: 5 }, () => read(`/profiles/${me}`));
    const delivered = town.service.deliver(userRegistered, account(me));
    for (const response of await Promise.all(asked)) expect(response.status).toBe(200);
    expect(await delivered).toBe('SUCCESS');
    expect(await publishedEvents(town.database, 'profile.updated')).toHaveLength(1);
  });

  test('only for an id that has an account', async () => {
    expect(await read(`/profiles/${me}`)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect((await read('/profiles/me', me)).status).toBe(404);
    expect(await publishedEvents(town.database)).toEqual([]);
  });
});

describe('reading a profile', () => {
  test('works by its username, in any case', async () => {
    await addProfiles(town.database, [me]);
    expect((await read(`/profiles/by-username/USER_${me}`)).body).toMatchObject({ userId: me });
    expect((await read('/profiles/by-username/nobody_here')).status).toBe(404);
    expect((await read('/profiles/by-username/a-b')).body.errors).toMatchObject([{ field: 'username' }]);
  });

  test('returns the relation of the reader to the person', async () => {
    await addProfiles(town.database, [me, other]);
    await api()
      .put(`/api/v1/users/${other}/follow`)
      .set(await town.service.as(me));
    await api()
      .put(`/api/v1/users/${other}/mute`)
      .set(await town.service.as(me));
    expect((await read(`/profiles/${other}`, me)).body).toMatchObject({
      relation: { following: true, requested: false, followedBy: false, muting: true },
      followerCount: 1,
      followingCount: 0,
    });
    expect((await read(`/profiles/${me}`, other)).body).toMatchObject({
      relation: { following: false, requested: false, followedBy: true, muting: false },
      followerCount: 0,
      followingCount: 1,
    });
    expect((await read(`/profiles/${other}`)).body.relation).toBeNull();
  });

  test('refuses an invalid id and an invalid token', async () => {
    expect(await read('/profiles/abc')).toMatchObject({ status: 400, body: { errors: [{ field: 'userId' }] } });
    expect((await read('/profiles/me')).status).toBe(401);
    const headers = { ...(await town.service.as()), authorization: 'Bearer nonsense' };
    expect((await api().get(`/api/v1/profiles/${me}`).set(headers)).status).toBe(401);
  });
});

describe('changing a profile', () => {
  test('returns, publishes and shows the new values at once', async () => {
    await addProfiles(town.database, [me]);
    await read(`/profiles/${me}`);
    const response = await patch({ fullName: '  Ana B. ', bio: 'Hello' }, me);
    expect(response).toMatchObject({ status: 200, body: { fullName: 'Ana B.', bio: 'Hello' } });
    expect((await read(`/profiles/${me}`)).body).toMatchObject({ fullName: 'Ana B.', bio: 'Hello' });
    const events = await publishedEvents(town.database, 'profile.updated');
    expect(events).toMatchObject([{ subject: me, aggregateversion: 2, data: { fullName: 'Ana B.', bio: 'Hello' } }]);
  });

  test('to private and back is published, and shown to all', async () => {
    await addProfiles(town.database, [me]);
    expect((await read(`/profiles/${me}`)).body.isPrivate).toBe(false);
    expect(await patch({ isPrivate: true }, me)).toMatchObject({ status: 200, body: { isPrivate: true } });
    expect((await read(`/profiles/${me}`)).body.isPrivate).toBe(true);
    expect((await patch({ isPrivate: true }, me)).status).toBe(200);
    expect((await patch({ isPrivate: false, bio: 'Hello' }, me)).body).toMatchObject({
      isPrivate: false,
      bio: 'Hello',
    });
    expect(await publishedEvents(town.database, 'profile.updated')).toMatchObject([
      { aggregateversion: 2, data: { isPrivate: true } },
      { aggregateversion: 3, data: { isPrivate: false, bio: 'Hello' } },
    ]);
  });

  test('to the values that it has already publishes nothing', async () => {
    await addProfiles(town.database, [me]);
    expect((await patch({ bio: '' }, me)).status).toBe(200);
    expect(await publishedEvents(town.database)).toEqual([]);
  });

  test.each([
    ['an empty name', { fullName: ' ' }, 'fullName'],
    ['a long name', { fullName: 'a'.repeat(101) }, 'fullName'],
    ['a name that shows nothing', { fullName: '\u2800\u00ad' }, 'fullName'],
    ['a name that turns the text behind it round', { fullName: 'ana\u202e' }, 'fullName'],
    ['a name of two lines', { fullName: 'ana\nModerator' }, 'fullName'],
    ['a text with control characters', { bio: 'a\x1bb' }, 'bio'],
    ['a long text', { bio: 'a'.repeat(501) }, 'bio'],
    ['a wrong type', { bio: 7 }, 'bio'],
    ['what is neither true nor false', { isPrivate: 'yes' }, 'isPrivate'],
    ['an unknown field', { bio: 'x', status: 'active' }, 'status'],
    ['nothing', {}, 'body'],
  ])('refuses %s', async (_case, body, field) => {
    await addProfiles(town.database, [me]);
    expect(await patch(body, me)).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ field }] },
    });
    expect(await publishedEvents(town.database)).toEqual([]);
  });

  test('needs a token, a profile, and an account that is not banned', async () => {
    expect((await patch({ bio: 'x' })).status).toBe(401);
    expect((await patch({ bio: 'x' }, me)).status).toBe(404);
    await addProfiles(town.database, [me]);
    await town.service.deliver(
      userBanned,
      { userId: me, banned: true, deactivated: false, reason: 'spam' },
      { aggregateversion: 2 },
    );
    expect((await patch({ bio: 'x' }, me)).status).toBe(403);
  });
});

describe('an event of the account', () => {
  test('with a new name changes the profile, and an older one does not', async () => {
    await addProfiles(town.database, [me]);
    await read(`/profiles/${me}`);
    const rename = (username: string, aggregateversion: number) =>
      town.service.deliver(userUpdated, { userId: me, username }, { aggregateversion });
    expect(await rename('newest', 3)).toBe('SUCCESS');
    expect(await rename('newer', 2)).toBe('SUCCESS');
    expect((await read(`/profiles/${me}`)).body.username).toBe('newest');
    expect((await read('/profiles/by-username/newest')).body.userId).toBe(me);
    expect(await publishedEvents(town.database, 'profile.updated')).toHaveLength(1);
  });

  test('of a ban and of its end take effect in the order in which they happened, whatever order they arrive in', async () => {
    await addProfiles(town.database, [me]);
    const ban = (banned: boolean, aggregateversion: number) =>
      town.service.deliver(
        userBanned,
        { userId: me, banned, deactivated: false, reason: 'spam' },
        { aggregateversion },
      );
    await ban(true, 2);
    expect((await read(`/profiles/${me}`, me)).body.status).toBe('banned');
    await ban(false, 4);
    await ban(true, 3);
    expect((await read(`/profiles/${me}`, me)).body.status).toBe('active');
    const events = await publishedEvents(town.database, 'profile.updated');
    expect(events.map((event) => event.aggregateversion)).toEqual([2, 3]);
  });

  test('of a deactivation and of its end take effect in their order, whatever order they arrive in', async () => {
    await addProfiles(town.database, [me]);
    const deactivate = (deactivated: boolean, aggregateversion: number) =>
      town.service.deliver(userDeactivated, { userId: me, deactivated }, { aggregateversion });
    await deactivate(true, 2);
    expect((await read(`/profiles/${me}`, me)).body.status).toBe('inactive');
    expect((await read(`/profiles/${me}`, other)).status).toBe(404);
    await deactivate(false, 4);
    await deactivate(true, 3);
    expect((await read(`/profiles/${me}`, me)).body.status).toBe('active');
    expect((await read(`/profiles/${me}`, other)).status).toBe(200);
  });

  test('of a ban of a deactivated account leaves it deactivated when the ban ends', async () => {
    await addProfiles(town.database, [me]);
    const ban = (banned: boolean, aggregateversion: number) =>
      town.service.deliver(userBanned, { userId: me, banned, deactivated: true, reason: 'spam' }, { aggregateversion });
    await town.service.deliver(userDeactivated, { userId: me, deactivated: true }, { aggregateversion: 2 });
    await ban(true, 3);
    expect((await read(`/profiles/${me}`, me)).body.status).toBe('banned');
    await ban(false, 4);
    expect((await read(`/profiles/${me}`, me)).body.status).toBe('inactive');
  });

  test('of a ban counts before that of the registration; for an unknown account it is delivered again', async () => {
    const ban = { userId: me, banned: true, deactivated: false, reason: 'spam' };
    expect(await town.service.deliver(userBanned, ban, { aggregateversion: 2 })).toBe('RETRY');
    town.accounts.set(me, account(me));
    expect(await town.service.deliver(userBanned, ban, { aggregateversion: 2 })).toBe('SUCCESS');
    await town.service.deliver(userRegistered, account(me));
    expect((await read(`/profiles/${me}`, me)).body.status).toBe('banned');
  });
});

describe('other services', () => {
  const ask = (path: string, from = 'post') => api().get(path).set(town.service.fromService(from));

  test('get profiles by id, those that are here and those that the auth service has', async () => {
    await addProfiles(town.database, [me]);
    town.accounts.set(other, account(other));
    const response = await ask(`/internal/profiles?ids=${me},${other},999999`);
    expect(response.status).toBe(200);
    expect(response.body.items).toMatchObject([
      { userId: me, version: 1 },
      { ...account(other), version: 1, bio: '', status: 'active', isPrivate: false },
    ]);
    expect(town.askedFor.sort()).toEqual([other, '999999'].sort());
  });

  test('get which of some people a follower follows', async () => {
    await addProfiles(town.database, [me, other]);
    await api()
      .put(`/api/v1/users/${other}/follow`)
      .set(await town.service.as(me));
    const response = await ask(`/internal/follows?followerId=${me}&followingIds=${other},999999`);
    expect(response.body).toEqual({ followingIds: [other] });
  });

  test('get an error for invalid input, and other callers are refused', async () => {
    expect((await ask('/internal/profiles?ids=a')).status).toBe(400);
    expect((await ask('/internal/profiles')).status).toBe(400);
    expect((await ask('/internal/follows?followerId=1')).status).toBe(400);
    expect((await ask('/internal/profiles?ids=1', 'gateway')).status).toBe(403);
    expect((await ask('/internal/follows?followerId=1&followingIds=2', 'gateway')).status).toBe(403);
  });
});
