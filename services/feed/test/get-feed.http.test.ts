import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { postUpdated, userBlocked } from '@townsquare/contracts';
import { postOf } from '@townsquare/projections/testing';
import supertest from 'supertest';
import { FeedTown } from './feed-town.js';

const AUTHOR = 1;
const READER = 2;
const NOW = new Date().toISOString();

let town: FeedTown;
beforeAll(async () => {
  town = await FeedTown.start();
});
afterAll(() => town.stop());
beforeEach(async () => {
  await town.clear();
  await town.people(AUTHOR, READER, 3);
  town.asked.length = 0;
});

describe('GET /api/v1/feed', () => {
  test('shows a post of a followed author in full, without calling another service', async () => {
    await town.follow(READER, AUTHOR, 1);
    const media = { id: '5', url: '/m/5', thumbnailUrl: '/m/5/t', width: 10, height: 20 };
    const mentions = [{ userId: '3', username: 'user3' }];
    const facts = {
      content: 'A walk #snow @user3',
      media,
      hashtags: ['snow'],
      mentions,
      createdAt: NOW,
      updatedAt: NOW,
    };
    await town.announce(await town.post(10, AUTHOR, facts), [READER]);
    const { status, body } = await town.get(READER);
    expect(status).toBe(200);
    const author = { userId: '1', username: 'user1', fullName: 'Person 1', profilePicture: null };
    const shown = { ...facts, mentions: [{ userId: '3', username: 'user3', typed: 'user3' }] };
    expect(body).toEqual({ items: [{ id: '10', author, isPrivate: false, ...shown }], nextCursor: null });
    expect(town.asked).toEqual([]);
  });

  test('shows mentions under the current names, without users who have a block with the reader', async () => {
    await town.follow(READER, AUTHOR, 1);
    const mentions = [{ userId: '3', username: 'user_before' }];
    await town.announce(await town.post(10, AUTHOR, { content: '@user_before', mentions }), [READER]);
    const shown = async () => (await town.get(READER)).body.items[0].mentions;
    expect(await shown()).toEqual([{ userId: '3', username: 'user3', typed: 'user_before' }]);
    const block = { blockerId: '3', blockedId: `${READER}`, at: NOW };
    await town.deliver(userBlocked, block, { aggregateversion: 1 });
    expect(await shown()).toEqual([]);
  });

  test('shows readers their own posts', async () => {
    await town.post(10, READER);
    expect(await town.sees(READER)).toEqual(['10']);
  });

  test('is empty for a reader who follows nobody', async () => {
    await town.post(10, AUTHOR);
    expect((await town.get(READER)).body).toEqual({ items: [], nextCursor: null });
  });

  test('pages through posts of the same moment and returns each post once', async () => {
    await town.follow(READER, AUTHOR, 1);
    for (let id = 9; id <= 21; id++) await town.post(id, AUTHOR, { createdAt: NOW });
    const seen: string[] = [];
    let query = '?limit=4';
    let pages = 0;
    for (;;) {
      const { body } = await town.get(READER, query);
      seen.push(...body.items.map((item: { id: string }) => item.id));
      pages += 1;
      if (body.nextCursor === null) break;
      expect(body.items).toHaveLength(4);
      query = `?limit=4&cursor=${body.nextCursor}`;
    }
    expect(pages).toBe(4);
    expect(seen).toEqual(Array.from({ length: 13 }, (_, index) => `${21 - index}`));
  });

  test('fills a page even if many posts in between are hidden', async () => {
    await town.follow(READER, AUTHOR, 1);
    await town.follow(READER, 3, 2);
    const at = (minute: number) => new Date(Date.now() - minute * 60_000).toISOString();
    await town.post(10, AUTHOR, { createdAt: at(1) });
    for (let id = 100; id < 130; id++) await town.post(id, 3, { createdAt: at(2) });
    await town.post(11, AUTHOR, { createdAt: at(3) });
    await town.post(12, AUTHOR, { createdAt: at(4) });
    await town.profile('3', 'banned', 2);
    const { body } = await town.get(READER, '?limit=2');
    expect(body.items.map((item: { id: string }) => item.id)).toEqual(['10', '11']);
    const next = await town.get(READER, `?limit=2&cursor=${body.nextCursor}`);
    expect(next.body.items.map((item: { id: string }) => item.id)).toEqual(['12']);
  });

  test('shows a private post to followers, and hides it from a reader who has unfollowed', async () => {
    await town.follow(READER, AUTHOR, 1);
    const post = await town.post(10, AUTHOR, { isPrivate: true });
    await town.announce(post, [READER, 3]);
    expect(await town.sees(READER)).toEqual(['10']);
    expect(await town.sees(3)).toEqual([]);
    await town.unfollow(READER, AUTHOR, 2);
    expect(await town.sees(READER)).toEqual([]);
  });

  test('shows the posts of a private account to followers, and hides them from a reader who has unfollowed', async () => {
    await town.profile(`${AUTHOR}`, 'active', 2, true);
    await town.follow(READER, AUTHOR, 1);
    await town.announce(await town.post(10, AUTHOR), [READER, 3]);
    expect([await town.sees(READER), await town.sees(3)]).toEqual([['10'], []]);
    await town.unfollow(READER, AUTHOR, 2);
    expect(await town.sees(READER)).toEqual([]);
  });

  test('shows an edit, ignores an older one, and keeps a post that has turned private', async () => {
    await town.follow(READER, AUTHOR, 1);
    await town.post(10, AUTHOR);
    const edited = postOf(10, AUTHOR, { content: 'edited', isPrivate: true });
    await town.deliver(postUpdated, edited, { aggregateversion: 3 });
    await town.deliver(postUpdated, postOf(10, AUTHOR, { content: 'older' }), { aggregateversion: 2 });
    const { body } = await town.get(READER);
    expect(body.items).toMatchObject([{ id: '10', content: 'edited', isPrivate: true }]);
  });

  test('hides the posts of both users from each other after a block', async () => {
    await town.follow(READER, AUTHOR, 1);
    await town.follow(AUTHOR, READER, 1);
    await town.post(10, AUTHOR);
    await town.post(20, READER);
    const block = { blockerId: `${AUTHOR}`, blockedId: `${READER}`, at: NOW };
    await town.deliver(userBlocked, block, { aggregateversion: 2 });
    expect(await town.sees(READER)).toEqual(['20']);
    expect(await town.sees(AUTHOR)).toEqual(['10']);
  });

  test('merges in the posts of an author who has too many followers to push to', async () => {
    await town.follow(READER, AUTHOR, 1);
    await town.follow(READER, 3, 2);
    const at = (minute: number) => new Date(Date.now() - minute * 60_000).toISOString();
    // The first post was still pushed to the timelines, the later ones are not.
    await town.announce(await town.post(10, AUTHOR, { createdAt: at(9) }), [READER]);
    await town.announce(await town.post(11, AUTHOR, { createdAt: at(8) }), [], true);
    await town.post(30, 3, { createdAt: at(7) });
    await town.post(12, AUTHOR, { createdAt: at(6) });
    expect(await town.entries(READER)).not.toContain('12');
    expect(await town.sees(READER)).toEqual(['12', '30', '11', '10']);
    const first = await town.get(READER, '?limit=2');
    const second = await town.get(READER, `?limit=2&cursor=${first.body.nextCursor}`);
    expect(second.body.items.map((item: { id: string }) => item.id)).toEqual(['11', '10']);
    expect(second.body.nextCursor).toBeNull();
    await town.unfollow(READER, AUTHOR, 3);
    expect(await town.sees(READER)).toEqual(['30']);
  });

  test.each([
    ['?limit=0', 'limit'],
    ['?limit=101', 'limit'],
    ['?limit=many', 'limit'],
    ['?sort=old', 'sort'],
  ])('refuses %s', async (query, field) => {
    const { status, body } = await town.get(READER, query);
    expect({ status, code: body.code, field: body.errors[0].field }).toEqual({
      status: 400,
      code: 'invalid_request',
      field,
    });
  });

  test('refuses a cursor of another list', async () => {
    const { status, body } = await town.get(READER, '?cursor=abc');
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid_cursor' });
  });

  test('refuses a client that is not signed in', async () => {
    const { status } = await supertest(town.service.url)
      .get('/api/v1/feed')
      .set(await town.service.as());
    expect(status).toBe(401);
  });
});
