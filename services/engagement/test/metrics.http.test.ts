import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  commentCreated,
  commentDeleted,
  commentUpdated,
  followHidden,
  NO_REACTIONS,
  postCreated,
  postDeleted,
  postUpdated,
  reactionChanged,
  userDeleted,
  userFollowed,
  userUnfollowed,
} from '@townsquare/contracts';
import { publishedEvents } from '@townsquare/kit/testing';
import { EngagementTown } from './engagement-town.js';

let town: EngagementTown;

beforeAll(async () => {
  town = await EngagementTown.open();
  await town.people(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12', '13', '14', '15']);
});
afterAll(() => town.close());

const postMetrics = async (postId: string, userId?: string) =>
  (await town.get(`/posts/${postId}/metrics`, userId)).body;
const userMetrics = async (id: string, userId?: string) => (await town.get(`/users/${id}/metrics`, userId)).body;
const now = () => new Date().toISOString();
const follow = (followerId: string, followingId: string) => ({ followerId, followingId, at: now() });
const BEGINS = { followers: 1, following: 1 } as const;
const ENDS = { followers: -1, following: -1 } as const;

describe('the metrics of a post', () => {
  test('are 0 at first, and then follow the latest events', async () => {
    const post = await town.post('1');
    expect(await postMetrics(post.postId)).toEqual({
      postId: post.postId,
      reactions: NO_REACTIONS,
      reactionCount: 0,
      commentCount: 0,
    });
    await town.react(post, 1, { like: 1 });
    await town.react(post, 2, { like: 1, love: 1 }, { reaction: 'love' });
    await town.service.deliver(commentCreated, town.comment(post, '2', 1));
    expect(await postMetrics(post.postId)).toEqual({
      postId: post.postId,
      reactions: { ...NO_REACTIONS, like: 1, love: 1 },
      reactionCount: 2,
      commentCount: 1,
    });
  });

  test('are exact when events are late, repeated, or arrive before the post', async () => {
    const post = town.snapshot('1');
    await town.react(post, 3, { haha: 2 });
    await town.react(post, 2, { like: 9 });
    const comment = town.comment(post, '2', 2);
    for (let count = 0; count < 2; count++)
      await town.service.deliver(commentCreated, comment, { id: `twice-${post.postId}` });
    await town.service.deliver(commentCreated, town.comment(post, '2', 1));
    expect((await town.get(`/posts/${post.postId}/metrics`)).status).toBe(404);
    await town.service.deliver(postCreated, post);
    expect(await postMetrics(post.postId)).toMatchObject({
      reactions: { haha: 2, like: 0 },
      reactionCount: 2,
      commentCount: 2,
    });
  });

  test('are exact when many events of one post and its users arrive at once', async () => {
    const post = town.snapshot('1');
    const versions = Array.from({ length: 30 }, (_, index) => index + 1);
    await Promise.all([
      town.service.deliver(postCreated, post),
      ...versions.map((version) => town.react(post, version, { like: version })),
      ...versions.map((count) => town.service.deliver(commentCreated, town.comment(post, '2', count))),
    ]);
    expect(await postMetrics(post.postId)).toMatchObject({ reactionCount: 30, commentCount: 30 });
  });

  test('do not count a reaction to a comment', async () => {
    const post = await town.post('1');
    const target = { type: 'comment' as const, id: '77' };
    const totals = { ...NO_REACTIONS, like: 1 };
    const reaction = { reaction: 'like' as const, previous: null, totals, at: now() };
    const about = { userId: '2', target, postId: post.postId, targetAuthorId: '3' };
    expect(await town.service.deliver(reactionChanged, { ...about, ...reaction })).toBe('SUCCESS');
    expect(await postMetrics(post.postId)).toMatchObject({ reactionCount: 0 });
  });

  test('take the state of the thread from edits and deletions of comments too', async () => {
    const post = await town.post('1');
    const comment = town.comment(post, '2', 5);
    await town.service.deliver(commentUpdated, { ...comment, thread: { commentCount: 5, version: 5 } });
    expect(await postMetrics(post.postId)).toMatchObject({ commentCount: 5 });
    const { content, parentAuthorId, ...rest } = comment;
    await town.service.deliver(commentDeleted, { ...rest, thread: { commentCount: 4, version: 6 } });
    expect(await postMetrics(post.postId)).toMatchObject({ commentCount: 4 });
  });

  test('follow the totals when an account is hidden and shown again', async () => {
    const post = await town.post('1');
    const comment = town.comment(post, '2', 1);
    await town.service.deliver(commentCreated, comment);
    await town.react(post, 1, { like: 1 });
    for (const [count, version] of [
      [0, 2],
      [1, 3],
    ] as const) {
      const data = { ...comment, totalOnly: true, thread: { commentCount: count, version } };
      await town.service.deliver(commentUpdated, data, { aggregateversion: version });
      await town.react(post, version, { like: count }, { previous: 'like', reaction: 'like' });
      expect(await postMetrics(post.postId)).toMatchObject({ commentCount: count, reactionCount: count });
    }
  });

  test('are returned only to readers who may see the post', async () => {
    const secret = await town.post('2', { isPrivate: true });
    const open = await town.post('2');
    town.follows.add('3>2');
    const status = async (postId: string, userId?: string) =>
      (await town.get(`/posts/${postId}/metrics`, userId)).status;
    expect(await status(secret.postId, '2')).toBe(200);
    expect(await status(secret.postId, '3')).toBe(200);
    expect(await status(secret.postId, '4')).toBe(404);
    expect(await status(secret.postId)).toBe(404);
    expect(await status(open.postId, '5')).toBe(200);
    await town.block('2', '5');
    expect(await status(open.postId, '5')).toBe(404);
    expect(await status('424242')).toBe(404);
  });

  test('are returned for a whole page at once, without posts that the reader may not see', async () => {
    const open = await town.post('1');
    const secret = await town.post('1', { isPrivate: true });
    await town.react(open, 1, { sad: 3 });
    const ids = `${secret.postId},${open.postId},424242,${open.postId}`;
    const { status, body } = await town.get(`/metrics/posts?ids=${ids}`, '4');
    expect(status).toBe(200);
    expect(body.items).toEqual([
      {
        postId: open.postId,
        reactions: { ...NO_REACTIONS, sad: 3 },
        reactionCount: 3,
        commentCount: 0,
      },
    ]);
    expect((await town.get(`/metrics/posts?ids=${ids}`, '1')).body.items).toHaveLength(2);
  });

  test.each([
    ['/posts/x/metrics', 'postId'],
    ['/users/0/metrics', 'userId'],
    ['/metrics/posts', 'ids'],
    ['/metrics/posts?ids=', 'ids.0'],
    ['/metrics/posts?ids=1,two', 'ids.1'],
    [`/metrics/posts?ids=${Array.from({ length: 101 }, (_, index) => index + 1)}`, 'ids'],
    ['/metrics/posts?ids=1&more=2', 'more'],
  ])('%s is refused: %s', async (path, field) => {
    const { status, body } = await town.get(path);
    expect(status).toBe(400);
    expect(body.errors[0].field).toBe(field);
  });
});

describe('the metrics of a user', () => {
  test('count what the user wrote and received', async () => {
    const first = await town.post('6');
    const second = await town.post('6');
    await town.react(first, 1, { like: 3 });
    await town.react(second, 1, { love: 1 });
    await town.service.deliver(commentCreated, town.comment(first, '7', 2));
    await town.service.deliver(userFollowed, { ...follow('7', '6'), accepted: false, adds: BEGINS });
    expect(await userMetrics('6')).toEqual({
      userId: '6',
      postCount: 2,
      commentCount: 0,
      followerCount: 1,
      followingCount: 0,
      reactionsReceived: 4,
      commentsReceived: 2,
    });
    expect(await userMetrics('7')).toMatchObject({ commentCount: 1, followingCount: 1, followerCount: 0 });
    await town.service.deliver(postDeleted, { postId: first.postId, authorId: '6' }, { aggregateversion: 2 });
    expect(await userMetrics('6')).toMatchObject({ postCount: 1, reactionsReceived: 1, commentsReceived: 0 });
    // Later events of a deleted post count nothing.
    await town.react(first, 9, { like: 9 });
    await town.service.deliver(postUpdated, first, { aggregateversion: 9 });
    expect(await userMetrics('6')).toMatchObject({ postCount: 1, reactionsReceived: 1, commentsReceived: 0 });
  });

  test('do not count a follow whose end arrived before its beginning', async () => {
    // As they were published before they said what they add.
    await town.service.deliver(userUnfollowed, follow('8', '9'), { aggregateversion: 2 });
    expect(await userMetrics('9')).toMatchObject({ followerCount: 0 });
    await town.service.deliver(userFollowed, follow('8', '9'), { aggregateversion: 1 });
    expect(await userMetrics('9')).toMatchObject({ followerCount: 0 });
    expect(await userMetrics('8')).toMatchObject({ followingCount: 0 });
  });

  test('leave out follows by and of hidden accounts, whichever event arrives first and however often', async () => {
    const numbers = async () => [await userMetrics('14'), await userMetrics('15')];
    const shown = (followers: number, following: number) => [
      expect.objectContaining({ followerCount: followers, followingCount: 0 }),
      expect.objectContaining({ followerCount: 0, followingCount: following }),
    ];
    const hidden = (followers: -1 | 0 | 1, following: -1 | 0 | 1, event: { id: string }) =>
      town.service.deliver(followHidden, { ...follow('15', '14'), adds: { followers, following } }, event);
    // The follower is hidden, and visible again before its follow has arrived.
    for (let count = 0; count < 2; count++) await hidden(-1, 0, { id: 'hide-15' });
    await town.service.deliver(userFollowed, { ...follow('15', '14'), accepted: false, adds: BEGINS });
    expect(await numbers()).toEqual(shown(0, 1));
    for (let count = 0; count < 2; count++) await hidden(1, 0, { id: 'show-15' });
    expect(await numbers()).toEqual(shown(1, 1));
    await hidden(0, -1, { id: 'hide-14' });
    expect(await numbers()).toEqual(shown(1, 0));
    // The account that is followed is hidden, so that the end of the follow subtracts one follower alone.
    await town.service.deliver(userUnfollowed, { ...follow('15', '14'), adds: { followers: -1, following: 0 } });
    expect(await numbers()).toEqual(shown(0, 0));
    const days = 'SELECT SUM(followers) AS followers FROM user_days WHERE user_id = 14';
    expect((await town.service.database.manager.query(days))[0].followers).toBe('0');
  });

  test('count a comment on the own post as written and as received', async () => {
    const post = await town.post('10');
    const comment = town.comment(post, '10', 1);
    await town.service.deliver(commentCreated, comment);
    expect(await userMetrics('10')).toMatchObject({ commentCount: 1, commentsReceived: 1 });
    const { content, parentAuthorId, ...rest } = comment;
    await town.service.deliver(commentDeleted, { ...rest, thread: { commentCount: 0, version: 2 } });
    expect(await userMetrics('10')).toMatchObject({ commentCount: 0, commentsReceived: 0 });
  });

  test('include private posts only for their author and followers', async () => {
    const post = await town.post('11');
    await town.react(post, 1, { like: 2 });
    await town.service.deliver(postUpdated, { ...post, isPrivate: true }, { aggregateversion: 2 });
    town.follows.add('3>11');
    const everything = { postCount: 1, reactionsReceived: 2 };
    const nothing = { postCount: 0, reactionsReceived: 0 };
    expect(await userMetrics('11', '11')).toMatchObject(everything);
    expect(await userMetrics('11', '3')).toMatchObject(everything);
    expect(await userMetrics('11', '4')).toMatchObject(nothing);
    expect(await userMetrics('11')).toMatchObject(nothing);
    town.graphAnswers = false;
    expect(await userMetrics('11', '3')).toMatchObject(nothing);
    town.graphAnswers = true;
  });

  test('include the posts of a private account only for its owner and followers', async () => {
    await town.people(['71']);
    const post = await town.post('71');
    await town.post('71', { isPrivate: true });
    await town.react(post, 1, { like: 2 });
    expect(await userMetrics('71')).toMatchObject({ postCount: 1, reactionsReceived: 2 });
    await town.people(['71'], 'active', 2, true);
    town.follows.add('3>71');
    for (const reader of ['71', '3']) {
      expect(await userMetrics('71', reader)).toMatchObject({ postCount: 2, reactionsReceived: 2 });
    }
    for (const reader of ['4', undefined]) {
      expect(await userMetrics('71', reader)).toMatchObject({ postCount: 0, reactionsReceived: 0 });
    }
  });

  test('are not found after a block, nor for unknown, banned or deleted accounts', async () => {
    await town.block('12', '4');
    const status = async (id: string, userId?: string) => (await town.get(`/users/${id}/metrics`, userId)).status;
    expect([await status('12', '4'), await status('4', '12'), await status('12')]).toEqual([404, 404, 200]);
    expect(await status('424242')).toBe(404);
    await town.people(['12'], 'banned', 2);
    expect([await status('12'), await status('12', '12')]).toEqual([404, 200]);
  });

  test('are removed with the account, and late events do not restore them', async () => {
    await town.post('13');
    await town.service.deliver(userFollowed, { ...follow('1', '13'), accepted: false, adds: BEGINS });
    const event = { id: 'gone-13', aggregateversion: 4 };
    for (let count = 0; count < 2; count++) {
      expect(await town.service.deliver(userDeleted, { userId: '13' }, event)).toBe('SUCCESS');
    }
    expect((await town.get('/users/13/metrics')).status).toBe(404);
    await town.service.deliver(userUnfollowed, { ...follow('1', '13'), adds: ENDS });
    const { manager } = town.service.database;
    const counters = await manager.query('SELECT posts, followers, deleted FROM user_counters WHERE user_id = 13');
    expect(counters).toEqual([{ posts: 0, followers: 0, deleted: 1 }]);
    expect(await manager.query('SELECT * FROM user_days WHERE user_id = 13')).toEqual([]);
    const purged = await publishedEvents(town.service.database, 'user.purged');
    expect(purged).toHaveLength(1);
    expect(purged[0]).toMatchObject({
      subject: '13',
      aggregateversion: 4,
      data: { userId: '13', service: 'engagement' },
    });
  });
});
