import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  commentCreated,
  commentDeleted,
  postDeleted,
  postUpdated,
  userFollowed,
  userUnfollowed,
} from '@townsquare/contracts';
import { trimRollups } from '../src/data/rollups.js';
import { EngagementTown } from './engagement-town.js';

let town: EngagementTown;

const HOUR_MS = 3_600_000;
const hoursAgo = (hours: number) => new Date(Date.now() - hours * HOUR_MS);

beforeAll(async () => {
  town = await EngagementTown.open();
  await town.people(['1', '2', '3', '4']);
});
afterAll(() => town.close());

describe('trending hashtags', () => {
  const trending = async (query = '') => {
    const { body } = await town.get(`/trending/hashtags${query}`);
    return body.items.map(({ tag, posts }: { tag: string; posts: number }) => `${tag} ${posts}`);
  };

  test('are ordered by the number of public posts in the window, also after edits and deletions', async () => {
    const first = await town.post('1', { hashtags: ['rain', 'sun'] });
    await town.post('2', { hashtags: ['rain'] });
    await town.post('2', { hashtags: ['été'] });
    await town.post('2', { hashtags: ['secret'], isPrivate: true });
    await town.post('3', { hashtags: ['old'], createdAt: hoursAgo(30).toISOString() });
    expect(await trending()).toEqual(['rain 2', 'sun 1', 'été 1']);
    expect(await trending('?window=48h')).toContain('old 1');
    expect(await trending('?limit=1')).toEqual(['rain 2']);
    await town.service.deliver(postUpdated, { ...first, hashtags: ['sun'] }, { aggregateversion: 2 });
    await town.service.deliver(postUpdated, { ...first, hashtags: ['stale'] }, { aggregateversion: 1 });
    expect(await trending()).toEqual(['rain 1', 'sun 1', 'été 1']);
    await town.service.deliver(postUpdated, { ...first, hashtags: ['sun'], isPrivate: true }, { aggregateversion: 3 });
    expect(await trending()).toEqual(['rain 1', 'été 1']);
    await town.service.deliver(postUpdated, { ...first, hashtags: ['sun'] }, { aggregateversion: 4 });
    await town.service.deliver(postDeleted, { postId: first.postId, authorId: '1' }, { aggregateversion: 5 });
    expect(await trending()).toEqual(['rain 1', 'été 1']);
  });

  test('count all spellings as one tag, and show the spelling of the newest post', async () => {
    await town.people(['75']);
    const own = async () => (await trending('?limit=50')).filter((line: string) => /^stra|bul /i.test(line));
    const first = await town.post('75', { hashtags: ['Straße', 'İstanbul'] });
    const newest = await town.post('75', { hashtags: ['STRASSE', 'ISTANBUL', '\ufe0f\u20e3'] });
    expect(await own()).toEqual(['ISTANBUL 2', 'STRASSE 2']);
    await town.service.deliver(postUpdated, { ...newest, hashtags: ['strasse'] }, { aggregateversion: 2 });
    expect(await own()).toEqual(['strasse 2', 'İstanbul 1']);
    await town.service.deliver(postDeleted, { postId: newest.postId, authorId: '75' }, { aggregateversion: 3 });
    expect(await own()).toEqual(['İstanbul 1', 'Straße 1']);
    expect((await trending('?limit=50')).join()).not.toContain('\u20e3');
    await town.service.deliver(postDeleted, { postId: first.postId, authorId: '75' }, { aggregateversion: 2 });
    expect(await own()).toEqual([]);
  });

  test.each([
    { how: 'private', author: '70', status: 'active', isPrivate: true },
    { how: 'banned', author: '71', status: 'banned', isPrivate: false },
    { how: 'inactive', author: '72', status: 'inactive', isPrivate: false },
  ] as const)('are not counted while the account of who wrote them is $how', async ({ author, status, isPrivate }) => {
    await town.people([author]);
    const posts = [];
    for (const tag of ['kite', 'kite', 'wind']) posts.push(await town.post(author, { hashtags: [tag] }));
    await town.post(author, { hashtags: ['kite'], isPrivate: true });
    const own = async () => (await trending('?limit=50')).filter((line: string) => /kite|wind|breeze/.test(line));
    expect(await own()).toEqual(['kite 2', 'wind 1']);
    await town.people([author], status, 2, isPrivate);
    await town.visitPrivacyChanges();
    expect(await own()).toEqual([]);
    // Posts that are created or edited meanwhile do not count either.
    await town.post(author, { hashtags: ['wind'] });
    await town.service.deliver(postUpdated, { ...posts[0]!, hashtags: ['breeze'] }, { aggregateversion: 2 });
    expect(await own()).toEqual([]);
    await town.people([author], 'active', 3, false);
    await town.visitPrivacyChanges();
    // The owner does not return the new version yet: the post waits for its event.
    expect(await own()).toEqual(['wind 2', 'kite 1']);
    town.records.set(posts[0]!.postId, { ...posts[0]!, hashtags: ['breeze'], version: 2 });
    await town.people([author], status, 4, isPrivate);
    await town.people([author], 'active', 5, false);
    await town.visitPrivacyChanges();
    expect(await own()).toEqual(['wind 2', 'breeze 1', 'kite 1']);
    // The next case begins without them.
    await town.people([author], status, 6, isPrivate);
    await town.visitPrivacyChanges();
  });

  test.each(['?window=1y', '?limit=0', '?limit=51', '?cursor=x'])('%s is refused', async (query) => {
    expect((await town.get(`/trending/hashtags${query}`)).status).toBe(400);
  });
});

describe('trending posts', () => {
  const trending = async (userId?: string, query = '') => {
    const { body } = await town.get(`/trending/posts${query}`, userId);
    return body.items.map((item: { post: { id: string } }) => item.post.id);
  };

  test('are ranked by recent activity: older reactions count less, and comments count more', async () => {
    const old = await town.post('1');
    const fresh = await town.post('1');
    const discussed = await town.post('2');
    await town.react(old, 1, { like: 1 }, { at: hoursAgo(23) });
    await town.react(old, 2, { like: 2 }, { at: hoursAgo(23) });
    await town.react(fresh, 1, { like: 1 });
    await town.service.deliver(commentCreated, town.comment(discussed, '3', 1));
    expect(await trending()).toEqual([discussed.postId, fresh.postId, old.postId]);
    const { body } = await town.get('/trending/posts?limit=1');
    expect(body.items).toEqual([
      {
        post: {
          id: discussed.postId,
          author: { userId: '2', username: 'user2', fullName: 'Person 2', profilePicture: null },
          content: discussed.content,
          media: null,
          isPrivate: false,
          hashtags: [],
          mentions: [],
          createdAt: discussed.createdAt,
          updatedAt: discussed.updatedAt,
        },
        score: expect.any(Number),
        reactionCount: 0,
        commentCount: 1,
      },
    ]);
  });

  test('do not count a removed reaction or comment', async () => {
    const post = await town.post('3');
    await town.react(post, 1, { like: 1 });
    const comment = town.comment(post, '4', 1);
    await town.service.deliver(commentCreated, comment);
    expect(await trending()).toContain(post.postId);
    await town.react(post, 2, {}, { previous: 'like', reaction: null });
    const { content, parentAuthorId, ...rest } = comment;
    await town.service.deliver(commentDeleted, { ...rest, thread: { commentCount: 0, version: 2 } });
    expect(await trending()).not.toContain(post.postId);
  });

  test('never include private posts, posts of banned or deactivated accounts, or deleted posts', async () => {
    await town.people(['5']);
    await town.people(['61']);
    const inactive = await town.post('61');
    const secret = await town.post('4', { isPrivate: true });
    const banned = await town.post('5');
    const gone = await town.post('4');
    for (const post of [secret, banned, inactive, gone]) await town.react(post, 1, { like: 5 });
    await town.service.deliver(postDeleted, { postId: gone.postId, authorId: '4' }, { aggregateversion: 2 });
    expect(await trending('4')).toEqual(expect.arrayContaining([banned.postId, inactive.postId]));
    await town.people(['5'], 'banned', 2);
    await town.people(['61'], 'inactive', 2);
    for (const reader of [undefined, '4', '1']) {
      const ids = await trending(reader, '?limit=50&window=48h');
      for (const post of [secret, banned, inactive, gone]) expect(ids).not.toContain(post.postId);
    }
  });

  test('never include the posts of a private account', async () => {
    await town.people(['60']);
    const post = await town.post('60');
    await town.react(post, 1, { like: 5 });
    expect(await trending()).toContain(post.postId);
    await town.people(['60'], 'active', 2, true);
    for (const reader of [undefined, '4', '60']) expect(await trending(reader)).not.toContain(post.postId);
  });

  test('leave out a post at once when its owner knows that it has become private', async () => {
    const post = await town.post('4');
    await town.react(post, 1, { like: 5 });
    expect(await trending()).toContain(post.postId);
    town.records.set(post.postId, { ...town.records.get(post.postId)!, isPrivate: true });
    expect(await trending()).not.toContain(post.postId);
  });

  test('hide the posts of two users from each other after a block', async () => {
    await town.people(['6', '7']);
    const post = await town.post('6');
    await town.react(post, 1, { like: 5 });
    await town.block('6', '7');
    expect(await trending('7')).not.toContain(post.postId);
    expect(await trending('1')).toContain(post.postId);
  });

  test.each(['?window=7d', '?limit=0', '?limit=x'])('%s is refused', async (query) => {
    expect((await town.get(`/trending/posts${query}`)).status).toBe(400);
  });
});

describe('own analytics', () => {
  test('show for each day what was added, minus what was removed', async () => {
    await town.people(['8']);
    const post = await town.post('8');
    await town.react(post, 1, { like: 1 });
    await town.react(post, 2, { love: 1 }, { previous: 'like', reaction: 'love' });
    await town.react(post, 3, { love: 2 }, { at: hoursAgo(48) });
    await town.service.deliver(commentCreated, town.comment(post, '1', 1));
    const follow = (followerId: string) => ({ followerId, followingId: '8', at: new Date().toISOString() });
    for (const id of ['1', '2', '3']) await town.service.deliver(userFollowed, follow(id));
    await town.service.deliver(userUnfollowed, follow('3'));
    const { status, body } = await town.get('/analytics/me?days=3', '8');
    expect(status).toBe(200);
    const today = new Date().toISOString().slice(0, 10);
    expect(body.items).toHaveLength(3);
    expect(body.items[2]).toEqual({ day: today, reactions: 1, comments: 1, followers: 2 });
    expect(body.items[0]).toMatchObject({ reactions: 1, comments: 0, followers: 0 });
    expect((await town.get('/analytics/me', '8')).body.items).toHaveLength(30);
    // A later deletion does not change the days.
    await town.service.deliver(postDeleted, { postId: post.postId, authorId: '8' }, { aggregateversion: 2 });
    expect((await town.get('/analytics/me?days=3', '8')).body).toEqual(body);
  });

  test('require a signed-in user', async () => {
    expect((await town.get('/analytics/me')).status).toBe(401);
    expect((await town.get('/analytics/me?days=366', '8')).status).toBe(400);
  });
});

describe('old rollups', () => {
  test('are deleted when no client can request them any more', async () => {
    const post = await town.post('1', { hashtags: ['ancient'], createdAt: hoursAgo(9 * 24).toISOString() });
    await town.react(post, 1, { like: 1 }, { at: hoursAgo(9 * 24) });
    await town.react(post, 2, { like: 2 }, { at: hoursAgo(367 * 24) });
    const { database } = town.service;
    const rows = async () => {
      const [hours, tags, days] = await Promise.all([
        database.manager.query('SELECT * FROM post_hours WHERE post_id = ?', [post.postId]),
        database.manager.query("SELECT * FROM hashtag_hours WHERE tag = 'ancient'"),
        database.manager.query('SELECT * FROM user_days WHERE day < UTC_TIMESTAMP() - INTERVAL 366 DAY'),
      ]);
      return [hours.length, tags.length, days.length];
    };
    expect(await rows()).toEqual([2, 1, 1]);
    expect(await trimRollups(database.manager)).toBe(false);
    expect(await rows()).toEqual([0, 0, 0]);
  });
});
