import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { postDeleted, postUpdated, userBlocked } from '@townsquare/contracts';
import supertest from 'supertest';
import { FeedTown, postOf } from './feed-town.js';

const [ANA, BEN, EVE] = [1, 2, 3];
const MOMENT = new Date().toISOString();

let town: FeedTown;
beforeAll(async () => {
  town = await FeedTown.start();
});
afterAll(() => town.stop());
beforeEach(async () => {
  await town.clear();
  await town.people(ANA, BEN, EVE);
});

const get = async (reader: number | undefined, query = '') =>
  supertest(town.service.url)
    .get(`/api/v1/timeline/public${query}`)
    .set(await town.service.as(reader === undefined ? undefined : `${reader}`));
const sees = async (reader?: number): Promise<string[]> => {
  const { status, body } = await get(reader, '?limit=100');
  expect(status).toBe(200);
  return body.items.map(({ id }: { id: string }) => id);
};
const at = (seconds: number) => new Date(Date.parse(MOMENT) + seconds * 1000).toISOString();

describe('GET /api/v1/timeline/public', () => {
  test('shows the public posts of everybody, newest first, to signed-in and signed-out readers alike', async () => {
    await town.post(10, ANA, { createdAt: at(1) });
    await town.post(11, BEN, { createdAt: at(3) });
    await town.post(12, EVE, { createdAt: at(2) });
    for (const reader of [undefined, ANA, BEN]) expect(await sees(reader)).toEqual(['11', '12', '10']);
    const { body } = await get(undefined, '?limit=1');
    const author = { userId: '2', username: 'user2', fullName: 'Person 2', profilePicture: null };
    expect(body.items).toMatchObject([{ id: '11', author, content: 'Post 11', isPrivate: false }]);
  });

  test('pages through posts of the same moment, each once', async () => {
    for (let id = 1; id <= 9; id++) await town.post(id, ANA, { createdAt: MOMENT });
    const seen: string[] = [];
    let query = '?limit=4';
    for (let pages = 0; pages < 4 && query; pages++) {
      const { body } = await get(undefined, query);
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      query = body.nextCursor && `?limit=4&cursor=${body.nextCursor}`;
    }
    expect(seen).toEqual(['9', '8', '7', '6', '5', '4', '3', '2', '1']);
    expect((await get(undefined, '?cursor=x')).status).toBe(400);
  });

  test('never shows what is for followers alone, also to followers and its author', async () => {
    await town.follow(BEN, ANA, 1);
    await town.post(10, ANA, { isPrivate: true });
    await town.post(11, EVE);
    await town.profile('3', 'active', 2, true);
    for (const reader of [undefined, ANA, BEN, EVE]) expect(await sees(reader)).toEqual([]);
  });

  test('follows a post that turns private or is deleted, and an author who is hidden or turns private', async () => {
    await town.post(10, ANA);
    await town.post(11, ANA);
    await town.post(12, BEN);
    await town.post(13, EVE);
    expect(await sees()).toHaveLength(4);
    await town.deliver(postUpdated, postOf(10, ANA, { isPrivate: true }), { aggregateversion: 2 });
    await town.deliver(postDeleted, { postId: '11', authorId: `${ANA}` }, { aggregateversion: 2 });
    await town.profile('2', 'banned', 2);
    expect(await sees()).toEqual(['13']);
    await town.profile('2', 'active', 3);
    await town.profile('3', 'active', 2, true);
    expect(await sees()).toEqual(['12']);
  });

  test('leaves out what has a block with the reader, in both directions, and what the reader has muted', async () => {
    await town.post(10, ANA, { content: 'Football tonight' });
    await town.post(11, BEN);
    const block = { blockerId: `${EVE}`, blockedId: `${BEN}`, at: MOMENT };
    await town.deliver(userBlocked, block, { aggregateversion: 1 });
    await town.post(12, EVE);
    expect(await sees(EVE)).toEqual(['12', '10']);
    expect(await sees(BEN)).toEqual(['11', '10']);
    expect(await sees(ANA)).toEqual(['12', '11', '10']);
    await town.muteWords(BEN, ['football'], 1);
    expect(await sees(BEN)).toEqual(['11']);
    await town.mute(EVE, ANA, 2);
    expect(await sees(EVE)).toEqual(['12']);
    expect(await sees()).toEqual(['12', '11', '10']);
  });

  test('is read along an index, however many posts there are', async () => {
    for (let id = 1; id <= 20; id++) await town.post(id, ANA, { isPrivate: id % 2 === 0 });
    const [plan] = await town.service.database.manager.query(
      `EXPLAIN SELECT post_id, author_id, created_at FROM feed_posts
       WHERE is_private = 0 AND deleted = 0 ORDER BY created_at DESC, post_id DESC LIMIT 5`,
    );
    expect(plan.key).toBe('feed_posts_public');
    expect(plan.Extra).not.toContain('filesort');
  });
});
