import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { postUpdated, userBlocked } from '@townsquare/contracts';
import { recountAll, testGraph, testProfile } from '@townsquare/projections/testing';
import { commentOf, NotificationTown, postOf } from './notification-town.js';

let town: NotificationTown;

beforeAll(async () => {
  town = await NotificationTown.start();
});
afterAll(() => town.stop());

const AN_HOUR_AGO = new Date(Date.now() - 3_600_000).toISOString();

/**
 * Person 2 follows 1, whose post 10 mentions 3, and to whose comment 30, which mentions 4, person 2 has replied with 31. 2 likes the post, and
 * 1 the comment 31. Everybody has heard of all of it.
 */
beforeEach(async () => {
  await town.clear();
  await town.people(1, 2, 3, 4);
  const { profiles, graph, followers, posts, comments, postReactions, commentReactions } = town.exports.owned;
  for (const userId of ['1', '2', '3', '4']) {
    profiles.set(userId, testProfile(userId, { username: `user${userId}`, fullName: `Person ${userId}` }));
    graph.set(userId, testGraph(userId));
  }
  await town.follow(2, 1);
  graph.set('2', testGraph('2', { following: [{ userId: '1', at: AN_HOUR_AGO }] }));
  followers.set('1.2', { followingId: '1', followerId: '2', at: AN_HOUR_AGO, unreached: false });
  const post = await town.post(10, 1, { mentions: [{ userId: '3', username: 'user3' }] });
  posts.set('10', { ...post, version: 1 });
  await town.announce(10, 1, [2], post.createdAt);
  const mentions = [{ userId: '4', username: 'user4' }];
  for (const facts of [
    { ...commentOf(30, 3, { mentions }) },
    { ...commentOf(31, 2), parentCommentId: '30', parentAuthorId: '3' },
  ]) {
    const { thread: _thread, content: _content, ...rest } = facts;
    comments.set(facts.commentId, rest);
    await town.comment(Number(facts.commentId), Number(facts.authorId), facts);
  }
  const about = { postId: '10', at: new Date().toISOString(), reaction: 'like' as const };
  await town.react(2, {}, 1);
  postReactions.set('10.2', { ...about, userId: '2', target: { type: 'post', id: '10' }, targetAuthorId: '1' });
  const target = { type: 'comment' as const, id: '31' };
  await town.react(1, { target, targetAuthorId: '2' }, 1);
  commentReactions.set('31.1', { ...about, userId: '1', target, targetAuthorId: '2' });
});

const ALL = [
  '1: comment by 2, comment 31',
  '1: comment by 3, comment 30',
  '1: follow by 2, user 2',
  '1: reaction by 2, post 10',
  '2: post by 1, post 10',
  '2: reaction by 1, comment 31',
  '3: mention by 1, post 10',
  '3: reply by 2, comment 31',
  '4: mention by 3, comment 30',
];

const recount = async (repair?: 'repair') => (await recountAll(town.service, repair)).sort();
const damage = (sql: string, values: unknown[] = []) => town.service.database.manager.query(sql, values);

test('what events have brought about is what the owners have', async () => {
  expect(await town.rows()).toBe(ALL.length);
  expect(await recount()).toEqual([]);
});

test('each kind that is missing is found, and comes back', async () => {
  await damage('DELETE FROM notifications');
  expect(await recount()).toEqual(ALL.map((name) => `notification ${name}: nothing | there`));
  await recount('repair');
  expect(await recount()).toEqual([]);
  expect(await town.told(3)).toEqual(expect.arrayContaining(['Person 1 mentioned you in a post']));
});

test('what somebody else has, too, or is about nothing, is found and taken away', async () => {
  await damage(`INSERT INTO notifications (user_id, kind, actor_id, target_type, target_id, post_id, message, created_at)
    SELECT 4, kind, actor_id, target_type, target_id, post_id, message, created_at FROM notifications
    WHERE kind <> 'reaction' AND user_id <> 4`);
  await damage(`INSERT INTO notifications (user_id, kind, actor_id, target_type, target_id, post_id, message, created_at)
    VALUES (1, 'reaction', 3, 'post', 10, 10, '', UTC_TIMESTAMP(3)), (1, 'post', 2, 'post', 99, 99, '', UTC_TIMESTAMP(3))`);
  const found = await recount();
  expect(found).toHaveLength(8);
  expect(found).toEqual(
    expect.arrayContaining([
      'notification 4: post by 1, post 10: there | nothing',
      'notification 4: reply by 2, comment 31: there | nothing',
      'notification 1: reaction by 3, post 10: there | nothing',
      'notification 1: post by 2, post 99: there | nothing',
    ]),
  );
  await recount('repair');
  expect(await recount()).toEqual([]);
  expect(await town.rows()).toBe(ALL.length);
});

test('copies of people, posts and follows are held against their owners', async () => {
  await damage(`UPDATE known_people SET username = 'other' WHERE user_id = 4`);
  await damage('DELETE FROM known_posts');
  await damage('UPDATE relations SET active = 0 WHERE target_type = ? AND actor_id = 2', ['user']);
  expect(await recount()).toEqual([
    'follow 2>1: nothing | follows',
    expect.stringMatching(/^person 4: other, Person 4, .* \| user4, Person 4, /),
    'post 10: nothing | by 1, public, version 1',
  ]);
  await recount('repair');
  expect(await recount()).toEqual([]);
});

test('what a choice, a block, an edit or a late follow may have kept out is not missed', async () => {
  await town.put(3, '/preferences', { mention: false });
  await town.put(3, '/preferences', { mention: true });
  await damage(`DELETE FROM notifications WHERE kind IN ('mention', 'reply', 'post')`);
  const late = { followingId: '1', followerId: '2', at: new Date().toISOString(), unreached: false };
  town.exports.owned.followers.set('1.2', late);
  const edited = { ...postOf(10, 1), mentions: town.exports.owned.posts.get('10')!.mentions };
  town.exports.owned.posts.set('10', { ...edited, version: 2 });
  await town.deliver(postUpdated, edited, { aggregateversion: 2 });
  await damage(`DELETE FROM notifications WHERE kind = 'mention'`);
  expect(await recount()).toEqual([]);
  await town.deliver(userBlocked, { blockerId: '1', blockedId: '2', at: AN_HOUR_AGO }, { aggregateversion: 9 });
  expect(await recount()).toEqual([]);
});

test('what a mute kept out is not missed, whether it stands or has ended', async () => {
  town.exports.owned.graph.get('1')!.muting = ['3'];
  await town.mute(1, 3);
  await damage('DELETE FROM notifications WHERE user_id = 1 AND actor_id = 3');
  expect(await recount()).toEqual([]);
  town.exports.owned.graph.get('1')!.muting = [];
  await town.unmute(1, 3);
  expect(await recount()).toEqual([]);
  await damage('DELETE FROM notifications WHERE user_id = 1');
  expect(await recount()).toEqual(
    ALL.filter((name) => /^1: .* by 2,/.test(name)).map((name) => `notification ${name}: nothing | there`),
  );
});

test('what muted words may have kept out is not missed, whether they stand or not', async () => {
  await town.muteWords(1, ['tea'], 1);
  await town.muteWords(1, [], 2);
  await damage('DELETE FROM notifications WHERE user_id = 1');
  expect(await recount()).toEqual(
    ALL.filter((name) => /^1: (follow|reaction)/.test(name)).map((name) => `notification ${name}: nothing | there`),
  );
});

test('a post that went to nobody, since its author has too many followers, is missed by none', async () => {
  const post = await town.post(11, 1);
  town.exports.owned.posts.set('11', { ...post, version: 1 });
  expect(await recount()).toEqual(['notification 2: post by 1, post 11: nothing | there']);
  await town.announcePulled(11, 1);
  expect(await recount()).toEqual([]);
});

test('the notifications of removed content are compared with the removals that auth keeps', async () => {
  const removal = { caseId: '7', target: { type: 'post', id: '99' }, authorId: '4', at: AN_HOUR_AGO } as const;
  town.exports.owned.removals.set('7', removal);
  expect(await recount()).toEqual(['notification of a removal 4: case 7: nothing | there']);
  await recount('repair');
  expect(await recount()).toEqual([]);
  expect(await town.told(4)).toContain('Your post was removed by the moderators');
  await damage(`UPDATE notifications SET user_id = 2 WHERE kind = 'contentRemoved'`);
  expect(await recount()).toEqual([
    'notification of a removal 2: case 7: there | nothing',
    'notification of a removal 4: case 7: nothing | there',
  ]);
  await recount('repair');
  expect(await recount()).toEqual([]);
  // auth has deleted the case after its time: it cannot be said any more whether the notification is right.
  town.exports.owned.removals.clear();
  expect(await recount()).toEqual([]);
});
