import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Groups1700000007110 } from '../src/data/reading-migrations.js';
import type { NotificationView } from '../src/views/notification.js';
import { NotificationTown } from './notification-town.js';

const ANA = 1;
const BEN = 2;
const CLEO = 3;
const DAN = 4;
const EVE = 5;

let town: NotificationTown;
beforeAll(async () => {
  town = await NotificationTown.start();
});
afterAll(() => town.stop());
beforeEach(async () => {
  await town.clear();
  await town.people(ANA, BEN, CLEO, DAN, EVE);
  await town.post(10, ANA);
  await town.post(11, ANA);
});

const DAY = '2026-01-02';

/** A moment of the day, so many minutes after its noon. */
const minute = (minutes: number) => new Date(Date.parse(`${DAY}T12:00:00.000Z`) + minutes * 60_000).toISOString();

/** Somebody likes a post of Ana's. */
function like(userId: number, at: string, postId = 10): Promise<string> {
  const target = { type: 'post' as const, id: `${postId}` };
  return town.react(userId, { target, postId: `${postId}`, at }, 1);
}

function comment(commentId: number, userId: number, minutes: number): Promise<string> {
  return town.comment(commentId, userId, { createdAt: minute(minutes) });
}

async function page(userId: number, query = ''): Promise<{ items: NotificationView[]; nextCursor: string | null }> {
  const { status, body } = await town.get(userId, `/api/v1/notifications?${query}`);
  expect(status).toBe(200);
  return body;
}

const list = async (userId: number, query = '') => (await page(userId, query)).items;
const says = (items: NotificationView[]) => items.map(({ message }) => message);
const keys = (items: NotificationView[]) => items.map(({ group }) => group?.key);
const names = ({ group }: NotificationView) => group?.actors.map(({ username }) => username);

async function unread(userId: number, query = ''): Promise<number> {
  return (await town.get(userId, `/api/v1/notifications/unread-count?${query}`)).body.count;
}

describe('what belongs together is one', () => {
  test('for reactions to one thing, whatever they are, with the latest first', async () => {
    for (const [index, userId] of [BEN, CLEO, DAN, EVE].entries()) await like(userId, minute(index));
    await town.react(BEN, { reaction: 'love', previous: 'like' }, 2);
    const [one, ...others] = await list(ANA);
    expect(others).toEqual([]);
    expect(one).toMatchObject({
      message: 'Person 5 and 3 others reacted to your post',
      actor: { userId: `${EVE}` },
      createdAt: minute(3),
      group: { key: `reaction.post.10.${DAY}`, count: 4, atLeast: false },
    });
    expect(names(one!)).toEqual(['user5', 'user4', 'user3']);
  });

  test('for comments and replies under one post, in which each account counts once', async () => {
    await comment(50, BEN, 1);
    await comment(51, CLEO, 2);
    await comment(52, BEN, 3);
    for (const [commentId, userId] of [
      [60, DAN],
      [61, EVE],
    ] as const) {
      const parent = { parentCommentId: '51', parentAuthorId: `${CLEO}`, createdAt: minute(commentId) };
      await town.comment(commentId, userId, { ...parent, postAuthorId: `${userId}` });
    }
    const [one] = await list(ANA);
    expect([one!.message, one!.target.id]).toEqual(['Person 2 and Person 3 commented on your post', '52']);
    expect(says(await list(CLEO))).toEqual(['Person 5 and Person 4 replied to you']);
  });

  test('for new followers', async () => {
    for (const userId of [BEN, CLEO, DAN]) await town.follow(userId, ANA);
    expect(says(await list(ANA))).toEqual(['Person 4 and 2 others started following you']);
  });

  test('and not for posts and mentions, each of which stands by itself', async () => {
    for (const postId of [20, 21]) {
      await town.post(postId, BEN, { mentions: [{ userId: `${ANA}`, username: 'user1' }] });
      await town.announce(postId, BEN, [ANA]);
    }
    const items = await list(ANA);
    expect(says(items).sort()).toEqual([
      ...Array(2).fill('Person 2 mentioned you in a post'),
      ...Array(2).fill('Person 2 posted'),
    ]);
    for (const { group } of items) expect(group).toMatchObject({ key: null, count: 1, atLeast: false });
  });

  test('and says what it says alone while only one person is in it', async () => {
    await like(BEN, minute(0));
    expect(await list(ANA)).toMatchObject([{ message: 'Person 2 liked your post', group: { count: 1 } }]);
  });

  test('until the day ends, in UTC', async () => {
    await like(BEN, '2026-01-02T23:59:59.999Z');
    await like(CLEO, '2026-01-03T00:00:00.000Z');
    expect(keys(await list(ANA))).toEqual(['reaction.post.10.2026-01-03', 'reaction.post.10.2026-01-02']);
  });

  test('of which the latest hundred are counted', async () => {
    const crowd = Array.from({ length: 99 }, (_, index) => 1_000 + index);
    await town.people(...crowd);
    for (const userId of crowd) await like(userId, minute(0));
    expect(says(await list(ANA))).toEqual(['Person 1098 and 98 others reacted to your post']);
    await like(BEN, minute(1));
    await like(CLEO, minute(2));
    const [one] = await list(ANA);
    expect(one).toMatchObject({
      message: 'Person 3 and at least 99 others reacted to your post',
      group: { count: 100, atLeast: true },
    });
    expect(names(one!)).toEqual(['user3', 'user2', 'user1098']);
  });
});

describe('pages of groups', () => {
  test('show each group once, where its latest is, though their rows interleave', async () => {
    await town.follow(BEN, ANA);
    for (const [index, userId] of [BEN, CLEO, DAN, EVE].entries()) {
      await like(userId, minute(index * 10), 10);
      await like(userId, minute(index * 10 + 5), 11);
      await comment(50 + index, userId, index * 10 + 2);
    }
    const seen: NotificationView[] = [];
    for (let query = 'limit=1'; ; ) {
      const { items, nextCursor } = await page(ANA, query);
      seen.push(...items);
      if (nextCursor === null) break;
      query = `limit=1&cursor=${nextCursor}`;
    }
    const day = new Date().toISOString().slice(0, 10);
    expect(keys(seen)).toEqual([
      `follow.you.${day}`,
      `reaction.post.11.${DAY}`,
      `comment.post.10.${DAY}`,
      `reaction.post.10.${DAY}`,
    ]);
    expect(seen.map(({ group }) => group!.count)).toEqual([1, 4, 4, 4]);
  });

  test('do not show a group again that has grown meanwhile', async () => {
    for (const [index, postId] of [10, 11].entries()) await like(BEN, minute(index), postId);
    const first = await page(ANA, 'limit=1');
    await like(CLEO, minute(5), 11);
    const second = await page(ANA, `limit=1&cursor=${first.nextCursor}`);
    expect([...keys(first.items), ...keys(second.items)]).toEqual([
      `reaction.post.11.${DAY}`,
      `reaction.post.10.${DAY}`,
    ]);
    expect(keys(await list(ANA))).toHaveLength(2);
  });

  test('refuse the cursor of single ones, and of another group', async () => {
    for (const userId of [BEN, CLEO, DAN]) await like(userId, minute(userId));
    await comment(50, BEN, 0);
    const cursorOf = async (query: string) => (await page(ANA, `${query}&limit=1`)).nextCursor;
    const of = { groups: await cursorOf(''), each: await cursorOf('grouped=false') };
    const inGroup = await cursorOf(`group=reaction.post.10.${DAY}`);
    const refused = async (query: string) => (await town.get(ANA, `/api/v1/notifications?${query}`)).body.code;
    expect(await refused(`cursor=${of.each}`)).toBe('invalid_cursor');
    expect(await refused(`grouped=false&cursor=${of.groups}`)).toBe('invalid_cursor');
    expect(await refused(`group=comment.post.10.${DAY}&cursor=${inGroup}`)).toBe('invalid_cursor');
  });
});

describe('what may not be seen', () => {
  test('does not hide the rest of its group, and is not counted', async () => {
    for (const [index, userId] of [BEN, CLEO, DAN, EVE].entries()) await like(userId, minute(index));
    for (const userId of [EVE, CLEO]) await town.profile(userId, 'banned', 2);
    const [one] = await list(ANA);
    expect(one).toMatchObject({ message: 'Person 4 and Person 2 reacted to your post', actor: { userId: `${DAN}` } });
    expect([one!.group!.count, names(one!)]).toEqual([2, ['user4', 'user2']]);
    for (const userId of [BEN, DAN]) await town.profile(userId, 'banned', 2);
    expect(await page(ANA)).toEqual({ items: [], nextCursor: null });
    expect(await page(ANA, `group=reaction.post.10.${DAY}`)).toEqual({ items: [], nextCursor: null });
  });

  test('is the whole group when its post is not to be seen', async () => {
    const target = { type: 'comment' as const, id: '50' };
    for (const userId of [CLEO, DAN]) await town.react(userId, { target, targetAuthorId: `${BEN}` }, 1);
    expect(says(await list(BEN))).toEqual(['Person 4 and Person 3 reacted to your comment']);
    await town.profile(ANA, 'active', 2, true);
    expect(await list(BEN)).toEqual([]);
  });
});

describe('reading', () => {
  beforeEach(async () => {
    await town.post(20, BEN);
    await town.announce(20, BEN, [ANA], minute(0));
    for (const [index, userId] of [BEN, CLEO, DAN].entries()) await like(userId, minute(index + 1));
  });

  test('the one that stands for a group marks what is in it, up to that moment', async () => {
    expect([await unread(ANA), await unread(ANA, 'grouped=false')]).toEqual([2, 4]);
    const [group] = await list(ANA);
    await like(EVE, minute(9));
    expect((await town.put(ANA, `/${group!.id}/read`)).status).toBe(204);
    expect([await unread(ANA), await unread(ANA, 'grouped=false')]).toEqual([2, 2]);
    const [grown] = await list(ANA);
    expect([grown!.isRead, grown!.group!.count]).toEqual([false, 4]);
    await town.put(ANA, `/${grown!.id}/read`);
    expect([await unread(ANA), (await list(ANA))[0]!.isRead]).toEqual([1, true]);
  });

  test('one of a group alone leaves the group unread', async () => {
    const [, second] = await list(ANA, 'grouped=false');
    await town.put(ANA, `/${second!.id}/read?grouped=false`);
    expect([await unread(ANA), await unread(ANA, 'grouped=false')]).toEqual([2, 3]);
    expect((await list(ANA))[0]).toMatchObject({ isRead: false, group: { count: 3 } });
  });

  test('lists groups with something unread when asked for that, by what is unread', async () => {
    const [latest] = await list(ANA, 'grouped=false');
    await town.put(ANA, `/${latest!.id}/read?grouped=false`);
    const left = await list(ANA, 'unread=true');
    expect(says(left)).toEqual(['Person 3 and Person 2 reacted to your post', 'Person 2 posted']);
    await town.put(ANA, `/${left[0]!.id}/read`);
    expect(says(await list(ANA, 'unread=true'))).toEqual(['Person 2 posted']);
    expect(await unread(ANA)).toBe(1);
  });
});

describe('a reader without groups', () => {
  beforeEach(async () => {
    for (const [index, userId] of [BEN, CLEO].entries()) await like(userId, minute(index));
  });

  test('gets each by itself, in the list, the count and the marks', async () => {
    await town.put(ANA, '/preferences', { grouped: false });
    const items = await list(ANA);
    expect(says(items)).toEqual(['Person 3 liked your post', 'Person 2 liked your post']);
    expect(keys(items)).toEqual([undefined, undefined]);
    expect(await unread(ANA)).toBe(2);
    await town.put(ANA, `/${items[0]!.id}/read`);
    expect(await unread(ANA)).toBe(1);
    await town.put(ANA, '/preferences', { grouped: true });
    expect(await list(ANA)).toHaveLength(1);
  });

  test('can ask for groups once, and who does want them for single ones', async () => {
    expect(await list(ANA, 'grouped=false')).toHaveLength(2);
    await town.put(ANA, '/preferences', { grouped: false });
    expect(await list(ANA, 'grouped=true')).toHaveLength(1);
    expect(await unread(ANA, 'grouped=true')).toBe(1);
    const [group] = await list(ANA, 'grouped=true');
    await town.put(ANA, `/${group!.id}/read?grouped=true`);
    expect(await unread(ANA)).toBe(0);
  });
});

test('a group can be opened, page by page, by its owner alone', async () => {
  for (const [index, userId] of [BEN, CLEO, DAN].entries()) await like(userId, minute(index));
  await comment(50, EVE, 9);
  const group = (await list(ANA))[1]!.group!.key;
  const first = await page(ANA, `group=${group}&limit=2`);
  const second = await page(ANA, `group=${group}&limit=2&cursor=${first.nextCursor}`);
  expect(says([...first.items, ...second.items])).toEqual([
    'Person 4 liked your post',
    'Person 3 liked your post',
    'Person 2 liked your post',
  ]);
  expect(second.nextCursor).toBeNull();
  await town.put(ANA, `/${first.items[0]!.id}/read?grouped=false`);
  expect(says(await list(ANA, `group=${group}&unread=true`))).toEqual([
    'Person 3 liked your post',
    'Person 2 liked your post',
  ]);
  expect(await list(BEN, `group=${group}`)).toEqual([]);
});

test('the groups of what was there before are the same as of what comes', async () => {
  await like(BEN, '2026-01-02T23:59:59.999Z');
  await town.react(CLEO, { target: { type: 'comment', id: '50' } }, 1);
  await comment(51, BEN, 1);
  await town.comment(52, CLEO, { parentCommentId: '51', parentAuthorId: `${BEN}` });
  await town.follow(BEN, ANA);
  await town.announce(20, BEN, [ANA]);
  await town.post(21, BEN, { mentions: [{ userId: `${ANA}`, username: 'user1' }] });
  const { source, manager } = town.service.database;
  const rows = () => manager.query('SELECT id, kind, group_key FROM notifications ORDER BY id');
  const before = await rows();
  expect(new Set(before.map(({ kind }: { kind: string }) => kind)).size).toBe(6);
  await manager.query('UPDATE notifications SET group_key = NULL');
  const runner = source.createQueryRunner();
  try {
    await new Groups1700000007110().up(runner);
  } finally {
    await runner.release();
  }
  expect(await rows()).toEqual(before);
});
