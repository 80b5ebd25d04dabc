import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { userDeleted } from '@townsquare/contracts';
import supertest from 'supertest';
import { OPTIONAL_KINDS } from '../src/domain/kinds.js';
import { NotificationTown } from './notification-town.js';

const ANA = 1;
const BEN = 2;
const KINDS_ON = Object.fromEntries(OPTIONAL_KINDS.map((kind) => [kind, true]));
const ALL_ON = { ...KINDS_ON, grouped: true, sockets: KINDS_ON, push: KINDS_ON };

let town: NotificationTown;
beforeAll(async () => {
  town = await NotificationTown.start();
});
afterAll(() => town.stop());
beforeEach(async () => {
  await town.clear();
  await town.people(ANA, BEN);
});

const ids = (body: { items: { target: { id: string } }[] }) => body.items.map((item) => item.target.id);

/** Ana posts so many times at one moment, and Ben is told. */
async function tellBen(posts: number): Promise<void> {
  const now = new Date().toISOString();
  for (let id = 1; id <= posts; id++) {
    await town.post(id, ANA);
    await town.announce(id, ANA, [BEN], now);
  }
}

describe('GET /api/v1/notifications', () => {
  test('reads page by page, also within one moment, each once', async () => {
    await tellBen(7);
    const seen: string[] = [];
    let query = '?limit=3';
    for (;;) {
      const { status, body } = await town.get(BEN, `/api/v1/notifications${query}`);
      expect(status).toBe(200);
      seen.push(...ids(body));
      if (body.nextCursor === null) break;
      query = `?limit=3&cursor=${body.nextCursor}`;
    }
    expect(seen).toEqual(['7', '6', '5', '4', '3', '2', '1']);
  });

  test('lists only what is unread when asked to', async () => {
    await tellBen(3);
    const { body } = await town.get(BEN);
    await town.put(BEN, `/${body.items[1].id}/read`);
    expect(ids((await town.get(BEN, '/api/v1/notifications?unread=true')).body)).toEqual(['3', '1']);
    expect(ids((await town.get(BEN, '/api/v1/notifications?unread=false')).body)).toEqual(['3', '2', '1']);
  });

  test('refuses the cursor of another list', async () => {
    await tellBen(2);
    const { body } = await town.get(BEN, '/api/v1/notifications?limit=1');
    const refused = await town.get(BEN, `/api/v1/notifications?unread=true&cursor=${body.nextCursor}`);
    expect({ status: refused.status, code: refused.body.code }).toEqual({ status: 400, code: 'invalid_cursor' });
  });

  test.each([
    ['?unread=yes', 'unread'],
    ['?limit=0', 'limit'],
    ['?kind=post', 'kind'],
    ['?grouped=yes', 'grouped'],
    ['?group=a%20b', 'group'],
  ])('refuses %s', async (query, field) => {
    const { status, body } = await town.get(BEN, `/api/v1/notifications${query}`);
    expect({ status, field: body.errors[0].field }).toEqual({ status: 400, field });
  });
});

describe('reading', () => {
  test('one by one, or all, lowers the count; twice is as good as once', async () => {
    await tellBen(3);
    const count = async () => (await town.get(BEN, '/api/v1/notifications/unread-count')).body;
    expect(await count()).toEqual({ count: 3 });
    const { body } = await town.get(BEN);
    for (let time = 0; time < 2; time++) expect((await town.put(BEN, `/${body.items[0].id}/read`)).status).toBe(204);
    expect(await count()).toEqual({ count: 2 });
    for (let time = 0; time < 2; time++) expect((await town.put(BEN, '/read')).status).toBe(204);
    expect(await count()).toEqual({ count: 0 });
    const after = await town.get(BEN);
    expect(after.body.items.map((item: { isRead: boolean }) => item.isRead)).toEqual([true, true, true]);
  });

  test.each(['banned', 'inactive'] as const)(
    'what an account that is %s caused is not counted, and is again when it is active',
    async (status) => {
      const CLEO = 3;
      await town.people(CLEO);
      await tellBen(1);
      await town.post(10, BEN);
      await town.comment(50, CLEO, { postAuthorId: `${BEN}` });
      await town.comment(51, CLEO, { postId: '1', parentCommentId: '40', parentAuthorId: `${BEN}` });
      const count = async () => (await town.get(BEN, '/api/v1/notifications/unread-count?grouped=false')).body.count;
      const listed = async () =>
        (await town.get(BEN, '/api/v1/notifications?unread=true&grouped=false')).body.items.length;
      expect([await count(), await listed()]).toEqual([3, 3]);
      await town.profile(ANA, status, 2);
      expect([await count(), await listed()]).toEqual([1, 1]);
      await town.profile(CLEO, status, 2);
      expect([await count(), await listed()]).toEqual([0, 0]);
      await town.profile(ANA, 'active', 3);
      expect([await count(), await listed()]).toEqual([1, 1]);
    },
  );

  test('another user’s is not found', async () => {
    await tellBen(1);
    const { body } = await town.get(BEN);
    const other = await town.put(ANA, `/${body.items[0].id}/read`);
    const missing = await town.put(ANA, '/999999999/read');
    expect([other.status, missing.status]).toEqual([404, 404]);
    expect((await town.get(BEN, '/api/v1/notifications/unread-count')).body).toEqual({ count: 1 });
  });

  test('refuses what is not an id', async () => {
    const { status, body } = await town.put(ANA, '/first/read');
    expect({ status, field: body.errors[0].field }).toEqual({ status: 400, field: 'notificationId' });
  });
});

describe('preferences', () => {
  test('are all on until they are changed, one at a time or several', async () => {
    expect((await town.get(ANA, '/api/v1/notifications/preferences')).body).toEqual(ALL_ON);
    const changed = await town.put(ANA, '/preferences', { post: false, reply: false });
    expect({ status: changed.status, body: changed.body }).toEqual({
      status: 200,
      body: { ...ALL_ON, post: false, reply: false },
    });
    await town.put(ANA, '/preferences', { post: true });
    expect((await town.get(ANA, '/api/v1/notifications/preferences')).body).toEqual({ ...ALL_ON, reply: false });
  });

  test.each([...OPTIONAL_KINDS, 'grouped'])('can switch %s off and on', async (name) => {
    for (const value of [false, true]) {
      const { status, body } = await town.put(ANA, '/preferences', { [name]: value });
      expect({ status, body }).toEqual({ status: 200, body: { ...ALL_ON, [name]: value } });
      expect((await town.get(ANA, '/api/v1/notifications/preferences')).body).toEqual(body);
    }
  });

  test.each(['sockets', 'push'])('can switch each kind off and on for %s alone', async (channel) => {
    for (const kind of OPTIONAL_KINDS) {
      const { body } = await town.put(ANA, '/preferences', { [channel]: { [kind]: false } });
      expect(body).toEqual({ ...ALL_ON, [channel]: { ...KINDS_ON, [kind]: false } });
      expect((await town.put(ANA, '/preferences', { [channel]: { [kind]: true } })).body).toEqual(ALL_ON);
    }
  });

  test.each([
    [{ post: 'no' }, 'post'],
    [{ push: { likes: false } }, 'push.likes'],
    [{ sockets: true }, 'sockets'],
    [{ likes: false }, 'likes'],
    [{ grouped: 'daily' }, 'grouped'],
  ])('refuse %j', async (change, field) => {
    const { status, body } = await town.put(ANA, '/preferences', change);
    expect({ status, field: body.errors[0].field }).toEqual({ status: 400, field });
    expect((await town.get(ANA, '/api/v1/notifications/preferences')).body).toEqual(ALL_ON);
  });

  test('cannot be set by a banned or a deleted account', async () => {
    await town.profile(ANA, 'banned', 2);
    expect((await town.put(ANA, '/preferences', { post: false })).status).toBe(403);
    await town.deliver(userDeleted, { userId: `${BEN}` });
    expect((await town.put(BEN, '/preferences', { post: false })).status).toBe(401);
  });
});

test.each([
  ['get', '/api/v1/notifications'],
  ['get', '/api/v1/notifications/unread-count'],
  ['get', '/api/v1/notifications/preferences'],
  ['put', '/api/v1/notifications/preferences'],
  ['put', '/api/v1/notifications/read'],
  ['put', '/api/v1/notifications/1/read'],
] as const)('%s %s is for those who are signed in', async (method, path) => {
  const { status } = await supertest(town.service.url)
    [method](path)
    .set(await town.service.as());
  expect(status).toBe(401);
});
