import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { userBlocked } from '@townsquare/contracts';
import { PostTown } from './post-town.js';

const ANA = '1';
const FOLLOWER = '2';
const STRANGER = '3';
const BLOCKED = '4';

let town: PostTown;

beforeAll(async () => {
  town = await PostTown.start();
  town.addPerson(ANA, 'ana');
  town.addPerson(FOLLOWER, 'follower');
  town.addPerson(STRANGER, 'stranger');
  town.addPerson(BLOCKED, 'blocked');
  town.addPerson('5', 'eve', 'banned');
  town.addPerson('6', 'quiet');
  town.follow(FOLLOWER, ANA);
  const block = { blockerId: ANA, blockedId: BLOCKED, at: '2026-01-01T00:00:00.000Z' };
  expect(await town.service.deliver(userBlocked, block)).toBe('SUCCESS');
  for (let index = 0; index < 25; index++) {
    await town.write(ANA, `post ${index} #walk`, { isPrivate: index % 5 === 0 });
  }
  // Many at one moment: the order among them is by id.
  await town.query("UPDATE posts SET created_at = '2026-05-01 12:00:00.123' WHERE id % 2 = 0");
  await town.query(`UPDATE post_hashtags h JOIN posts p ON p.id = h.post_id SET h.created_at = p.created_at`);
});

afterAll(() => town.stop());

beforeEach(() => {
  town.owners.followsCalls = 0;
});

interface Item {
  id: string;
  isPrivate: boolean;
  createdAt: string;
}

async function readAll(path: string, limit: number, readerId?: string): Promise<{ pages: Item[][]; items: Item[] }> {
  const pages: Item[][] = [];
  let cursor = '';
  do {
    const { status, body } = await town.get(`${path}?limit=${limit}${cursor}`, readerId);
    expect(status).toBe(200);
    pages.push(body.items);
    cursor = body.nextCursor && `&cursor=${body.nextCursor}`;
  } while (cursor);
  return { pages, items: pages.flat() };
}

function expectInOrder(items: Item[]): void {
  const sorted = [...items].sort(
    (a, b) => b.createdAt.localeCompare(a.createdAt) || Number(BigInt(b.id) - BigInt(a.id)),
  );
  expect(items.map(({ id }) => id)).toEqual(sorted.map(({ id }) => id));
  expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
}

describe('GET /users/{userId}/posts', () => {
  test.each([
    ['the author', ANA, 25],
    ['a follower', FOLLOWER, 25],
    ['a stranger', STRANGER, 20],
    ['somebody signed out', undefined, 20],
  ])('%s sees what they may, in full pages', async (_case, readerId, expected) => {
    const { pages, items } = await readAll('/api/v1/users/1/posts', 7, readerId);
    expect(items).toHaveLength(expected);
    expectInOrder(items);
    expect(pages.slice(0, -1).every((page) => page.length === 7)).toBe(true);
    expect(items.some((item) => item.isPrivate)).toBe(expected === 25);
  });

  test('the first page has 20 posts, for a stranger and for the author', async () => {
    expect((await town.get('/api/v1/users/1/posts', ANA)).body.items).toHaveLength(20);
  });

  test('the follow graph is read once a page, and not for the author or a signed-out reader', async () => {
    await town.get('/api/v1/users/1/posts', FOLLOWER);
    expect(town.owners.followsCalls).toBe(1);
    await town.get('/api/v1/users/1/posts', ANA);
    await town.get('/api/v1/users/1/posts');
    expect(town.owners.followsCalls).toBe(1);
  });

  test('the follow graph is not read where no post is private', async () => {
    await town.write(STRANGER, 'open');
    expect((await town.get('/api/v1/users/3/posts', FOLLOWER)).body.items).toHaveLength(1);
    expect(town.owners.followsCalls).toBe(0);
  });

  test('the page of an account without posts is empty', async () => {
    expect((await town.get('/api/v1/users/6/posts', STRANGER)).body).toEqual({ items: [], nextCursor: null });
  });

  test('the posts of an account that is blocked either way, banned or unknown are not found', async () => {
    await town.write(BLOCKED, 'and I?');
    for (const [path, reader] of [
      ['/api/v1/users/1/posts', BLOCKED],
      ['/api/v1/users/4/posts', ANA],
      ['/api/v1/users/5/posts', STRANGER],
      ['/api/v1/users/777/posts', STRANGER],
    ] as const) {
      expect((await town.get(path, reader)).body).toMatchObject({ status: 404, code: 'not_found' });
    }
    expect((await town.get('/api/v1/users/5/posts', '5')).status).toBe(200);
  });

  test.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=x', 'limit'],
    ['page=2', 'page'],
  ])('?%s is not valid', async (query, field) => {
    const { body } = await town.get(`/api/v1/users/1/posts?${query}`);
    expect(body).toMatchObject({ status: 400, code: 'invalid_request', errors: [{ field }] });
  });

  test('a cursor of another list, and an invalid one, is refused', async () => {
    const { body } = await town.get('/api/v1/hashtags/walk/posts?limit=1');
    for (const cursor of [body.nextCursor, 'xyz', '..']) {
      const answer = await town.get(`/api/v1/users/1/posts?cursor=${cursor}`);
      expect(answer.body).toMatchObject({ status: 400, code: 'invalid_cursor' });
    }
  });
});

describe('GET /hashtags/{tag}/posts', () => {
  test.each([
    ['the author', ANA, 25],
    ['a follower', FOLLOWER, 25],
    ['a stranger', STRANGER, 20],
    ['somebody signed out', undefined, 20],
    ['somebody blocked', BLOCKED, 0],
  ])('%s sees what they may', async (_case, readerId, expected) => {
    const { items } = await readAll('/api/v1/hashtags/walk/posts', 4, readerId);
    expect(items).toHaveLength(expected);
    expectInOrder(items);
  });

  test('a tag is found however it is written', async () => {
    for (const tag of ['WALK', 'Walk', encodeURIComponent('ｗａｌｋ')]) {
      expect((await town.get(`/api/v1/hashtags/${tag}/posts`)).body.items).toHaveLength(20);
    }
  });

  test('an unused hashtag has no posts, and an invalid one is refused', async () => {
    expect((await town.get('/api/v1/hashtags/unused/posts')).body).toEqual({ items: [], nextCursor: null });
    for (const tag of ['123', 'a%20b', '%23walk', 'x'.repeat(51), 'x'.repeat(300)]) {
      const { body } = await town.get(`/api/v1/hashtags/${tag}/posts`);
      expect(body).toMatchObject({ status: 400, code: 'invalid_request', errors: [{ field: 'tag' }] });
    }
  });

  test('a cursor of another tag is refused', async () => {
    const { body } = await town.get('/api/v1/hashtags/walk/posts?limit=1');
    const answer = await town.get(`/api/v1/hashtags/tea/posts?cursor=${body.nextCursor}`);
    expect(answer.body).toMatchObject({ status: 400, code: 'invalid_cursor' });
  });

  test('posts that the reader may not see do not shorten the page', async () => {
    const open = await town.write(STRANGER, 'oldest of all #hush');
    await town.query("UPDATE post_hashtags SET created_at = '2026-03-01' WHERE post_id = ?", [open.id]);
    for (let index = 0; index < 14; index++) await town.write(ANA, `secret #hush ${index}`, { isPrivate: true });
    const { body } = await town.get('/api/v1/hashtags/hush/posts?limit=1', STRANGER);
    expect(body).toMatchObject({ items: [{ id: open.id }], nextCursor: null });
  });
});
