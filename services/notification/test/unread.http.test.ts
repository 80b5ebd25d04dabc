import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { userBlocked, userUnblocked } from '@townsquare/contracts';
import { NotificationTown } from './notification-town.js';

const ANA = 1;
const BEN = 2;
const CLEO = 3;
const DAN = 4;

let town: NotificationTown;
beforeAll(async () => {
  town = await NotificationTown.start();
});
afterAll(() => town.stop());
beforeEach(async () => {
  await town.clear();
  await town.people(ANA, BEN, CLEO, DAN);
});

const block = (blocker: number, blocked: number, version = 1) =>
  town.deliver(
    userBlocked,
    { blockerId: `${blocker}`, blockedId: `${blocked}`, at: new Date().toISOString() },
    { aggregateversion: version },
  );
const unblock = (blocker: number, blocked: number, version = 2) =>
  town.deliver(
    userUnblocked,
    { blockerId: `${blocker}`, blockedId: `${blocked}`, at: new Date().toISOString() },
    { aggregateversion: version },
  );

/** How many unread notifications the list shows Ana, and how many there are said to be: by themselves, and in groups. */
async function unread(): Promise<{ listed: number[]; counted: number[] }> {
  const figures = { listed: [] as number[], counted: [] as number[] };
  for (const grouped of [false, true]) {
    const list = await town.get(ANA, `/api/v1/notifications?unread=true&limit=100&grouped=${grouped}`);
    const count = await town.get(ANA, `/api/v1/notifications/unread-count?grouped=${grouped}`);
    figures.listed.push(list.body.items.length);
    figures.counted.push(count.body.count);
  }
  return figures;
}
const both = (single: number, grouped: number) => ({ listed: [single, grouped], counted: [single, grouped] });

/** Ben and Dan react to Ana's post, and Ben replies to a comment of hers under a post of Cleo's. */
async function tellAna(): Promise<void> {
  await town.post(10, ANA);
  await town.post(20, CLEO);
  for (const [userId, version] of [
    [DAN, 1],
    [BEN, 2],
  ] as const) {
    await town.react(userId, {}, version);
  }
  await town.comment(50, BEN, {
    postId: '20',
    postAuthorId: `${CLEO}`,
    parentCommentId: '40',
    parentAuthorId: `${ANA}`,
  });
}

describe('what is said to be unread is what the list shows', () => {
  const SHOWN = both(3, 2);

  interface Hiding {
    how: string;
    hide(): Promise<unknown>;
    /** What is left, by itself and in groups. */
    left: [single: number, grouped: number];
    /** Ends it, if what was hidden comes back. */
    show?(): Promise<unknown>;
  }
  const HIDINGS: Hiding[] = [
    { how: 'the reader blocks who caused it', hide: () => block(ANA, BEN), left: [1, 1] },
    { how: 'the reader is blocked by who caused it', hide: () => block(BEN, ANA), left: [1, 1] },
    {
      how: 'the reader blocks the author of the post',
      hide: () => block(ANA, CLEO),
      left: [2, 1],
      show: () => unblock(ANA, CLEO),
    },
    {
      how: 'the author of the post blocks the reader',
      hide: () => block(CLEO, ANA),
      left: [2, 1],
      show: () => unblock(CLEO, ANA),
    },
    {
      how: 'who caused it is banned',
      hide: () => town.profile(BEN, 'banned', 2),
      left: [1, 1],
      show: () => town.profile(BEN, 'active', 3),
    },
    {
      how: 'all who caused a group are banned',
      hide: () => Promise.all([BEN, DAN].map((userId) => town.profile(userId, 'banned', 2))),
      left: [0, 0],
      show: () => Promise.all([BEN, DAN].map((userId) => town.profile(userId, 'active', 3))),
    },
    {
      how: 'the author of the post is banned',
      hide: () => town.profile(CLEO, 'banned', 2),
      left: [2, 1],
      show: () => town.profile(CLEO, 'active', 3),
    },
    {
      how: 'the account of the author of the post is private',
      hide: () => town.profile(CLEO, 'active', 2, true),
      left: [2, 1],
      show: () => town.profile(CLEO, 'active', 3, false),
    },
  ];

  test.each(HIDINGS)('when $how', async ({ hide, left, show }) => {
    await tellAna();
    expect(await unread()).toEqual(SHOWN);
    await hide();
    expect(await unread()).toEqual(both(...left));
    await show?.();
    if (show) expect(await unread()).toEqual(SHOWN);
  });

  test('when who caused it is not known yet', async () => {
    await town.follow(99, ANA);
    expect(await unread()).toEqual(both(0, 0));
    await town.people(99);
    expect(await unread()).toEqual(both(1, 1));
  });
});

describe('marking all as read', () => {
  /** Ana is told of so many posts. */
  async function tellOfPosts(count: number, from = 1_000): Promise<void> {
    for (let postId = from; postId < from + count; postId++) {
      await town.post(postId, BEN);
      await town.announce(postId, BEN, [ANA]);
    }
  }

  /** How many statements the service sends to the database while `work` runs. */
  async function statementsDuring(work: () => Promise<unknown>): Promise<number> {
    const { source } = town.service.database;
    const create = source.createQueryRunner;
    let seen = 0;
    source.createQueryRunner = (mode) => {
      const runner = create.call(source, mode);
      const query = runner.query;
      runner.query = ((...call: Parameters<typeof query>) => {
        if (/\b(read_generations|notifications)\b/.test(call[0])) seen++;
        return query.apply(runner, call);
      }) as typeof query;
      return runner;
    };
    try {
      await work();
    } finally {
      source.createQueryRunner = create;
    }
    return seen;
  }

  test('is one statement and changes one row, however many notifications there are', async () => {
    await tellOfPosts(3);
    const copies = Array.from({ length: 3_000 }, (_, index) => [
      ANA,
      'post',
      BEN,
      'post',
      5_000 + index,
      '',
      new Date(),
    ]);
    await town.service.database.manager.query(
      'INSERT INTO notifications (user_id, kind, actor_id, target_type, target_id, message, created_at) VALUES ?',
      [copies],
    );
    expect(await statementsDuring(() => town.put(ANA, '/read'))).toBe(1);
    expect(await town.rows('is_read = 1')).toBe(0);
    expect(await unread()).toEqual(both(0, 0));
    const { body } = await town.get(ANA, '/api/v1/notifications?limit=100');
    expect(body.items).toHaveLength(100);
    expect(body.items.every((item: { isRead: boolean }) => item.isRead)).toBe(true);
  });

  test('leaves unread what comes afterwards, also what an event brings late', async () => {
    await tellOfPosts(2);
    await town.put(ANA, '/read');
    await town.announce(2_000, BEN, [ANA], '2026-01-01T00:00:00.000Z');
    await town.post(2_000, BEN);
    expect(await unread()).toEqual(both(1, 1));
    const { body } = await town.get(ANA, '/api/v1/notifications');
    expect(body.items.map(({ isRead }: { isRead: boolean }) => isRead)).toEqual([true, true, false]);
    await town.put(ANA, `/${body.items[2].id}/read`);
    expect(await unread()).toEqual(both(0, 0));
  });

  test('makes a group read, which is unread again for what comes into it', async () => {
    await town.post(10, ANA);
    await town.react(BEN, {}, 1);
    await town.put(ANA, '/read');
    expect(await unread()).toEqual(both(0, 0));
    await town.react(CLEO, {}, 2);
    expect(await unread()).toEqual(both(1, 1));
    const [group] = (await town.get(ANA)).body.items;
    expect([group.isRead, group.group.count]).toEqual([false, 2]);
    await town.put(ANA, `/${group.id}/read`);
    expect(await unread()).toEqual(both(0, 0));
  });

  test('is for the reader alone, and can be done again', async () => {
    await town.post(1_000, BEN);
    await town.announce(1_000, BEN, [ANA, CLEO]);
    for (let time = 0; time < 2; time++) expect((await town.put(CLEO, '/read')).status).toBe(204);
    expect(await unread()).toEqual(both(1, 1));
  });
});

test('a thousand unread stands for that or more', async () => {
  const rows = Array.from({ length: 1_100 }, (_, index) => [ANA, 'follow', BEN, 'user', 5_000 + index, '', new Date()]);
  await town.service.database.manager.query(
    'INSERT INTO notifications (user_id, kind, actor_id, target_type, target_id, message, created_at) VALUES ?',
    [rows],
  );
  const { body } = await town.get(ANA, '/api/v1/notifications/unread-count?grouped=false');
  expect(body).toEqual({ count: 1_000 });
});
