import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  commentCreated,
  NO_REACTIONS,
  type PostSnapshot,
  type ReactionTotals,
  userFollowed,
} from '@townsquare/contracts';
import { describeReactions } from '@townsquare/projections';
import { recountAll, recountPage, testProfile } from '@townsquare/projections/testing';
import supertest from 'supertest';
import { EngagementTown } from './engagement-town.js';

let town: EngagementTown;
let post: PostSnapshot;
let secret: PostSnapshot;

beforeAll(async () => {
  town = await EngagementTown.open();
});
afterAll(() => town.close());

/** Two users. The first has two posts, one of them private, and a follower, a comment and reactions. */
beforeEach(async () => {
  const tables = ['known_people', 'known_posts', 'post_counters', 'user_counters', 'post_tags', 'hashtag_hours'];
  for (const table of tables) await town.service.database.manager.query(`DELETE FROM ${table}`);
  town.exports.clear();
  for (const counted of Object.values(town.counts.counted)) counted.clear();
  town.counts.authored = [];
  for (const userId of ['1', '2']) {
    const { username, fullName } = { username: `user${userId}`, fullName: `Person ${userId}` };
    town.exports.owned.profiles.set(userId, testProfile(userId, { username, fullName }));
  }
  await town.people(['1', '2']);
  post = await town.post('1', { hashtags: ['tea', 'cup'] });
  secret = await town.post('1', { isPrivate: true, hashtags: ['tea'] });
  for (const one of [post, secret]) {
    town.exports.owned.posts.set(one.postId, { ...one, version: 1 });
    town.counts.authored.push(one);
  }
  await town.react(post, 2, { like: 2, sad: 1 });
  await town.react(secret, 1, { love: 1 });
  const totals = NO_REACTIONS;
  const { reactions, comments, written, follows } = town.counts.counted;
  reactions.set(post.postId, { postId: post.postId, totals: { ...totals, like: 2, sad: 1 }, version: 2 });
  reactions.set(secret.postId, { postId: secret.postId, totals: { ...totals, love: 1 }, version: 1 });
  await town.service.deliver(commentCreated, town.comment(post, '2', 1));
  comments.set(post.postId, { postId: post.postId, commentCount: 1, version: 1 });
  written.set('2', { userId: '2', comments: 1 });
  await town.service.deliver(userFollowed, {
    followerId: '2',
    followingId: '1',
    at: new Date().toISOString(),
    accepted: false,
    adds: { followers: 1, following: 1 },
  });
  follows.set('1', { userId: '1', followers: 1, following: 0 });
  follows.set('2', { userId: '2', followers: 0, following: 1 });
});

const recount = (repair?: 'repair') => recountAll(town.service, repair);
const operator = () => town.service.fromService('operator');
const damage = (sql: string, values: unknown[] = []) => town.service.database.manager.query(sql, values);

test('what engagement counted from events agrees with the owners', async () => {
  expect(await recount()).toEqual([]);
});

test.each([
  { how: 'banned', status: 'banned', isPrivate: false },
  { how: 'private', status: 'active', isPrivate: true },
] as const)('there is no difference while an account is $how, nor afterwards', async ({ status, isPrivate }) => {
  const turn = async (facts: { status: 'active' | 'banned'; isPrivate: boolean }, version: number) => {
    const profile = town.exports.owned.profiles.get('1')!;
    town.exports.owned.profiles.set('1', { ...profile, ...facts, version });
    await town.people(['1'], facts.status, version, facts.isPrivate);
    await town.visitPrivacyChanges();
  };
  const tags = () => damage('SELECT tag FROM post_tags ORDER BY tag');
  await turn({ status, isPrivate }, 2);
  expect([await tags(), await recount()]).toEqual([[], []]);
  await turn({ status: 'active', isPrivate: false }, 3);
  expect([await tags(), await recount()]).toEqual([[{ tag: 'cup' }, { tag: 'tea' }], []]);
});

test('the recount finds and repairs every counter that was changed', async () => {
  await damage('UPDATE post_counters SET like_count = 7 WHERE post_id = ?', [post.postId]);
  await damage('UPDATE post_counters SET comment_count = 0 WHERE post_id = ?', [post.postId]);
  await damage('UPDATE user_counters SET followers = 40, comments = 3 WHERE user_id = 1');
  await damage('DELETE FROM user_counters WHERE user_id = 2');
  await damage(`UPDATE hashtag_hours SET posts = 5 WHERE tag = 'tea'`);
  await damage(`DELETE FROM post_tags WHERE tag = 'cup'`);
  await damage('UPDATE known_posts SET is_private = 0 WHERE post_id = ?', [secret.postId]);
  await damage(`UPDATE known_people SET full_name = 'Nobody', is_private = 1 WHERE user_id = 2`);

  const reactions = (some: Partial<ReactionTotals>) => describeReactions({ ...NO_REACTIONS, ...some });
  const found = await recount();
  expect(found).toHaveLength(11);
  expect(found).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^person 2: user2, Nobody, active, private, .* \| user2, Person 2, active, public, /),
      `post ${secret.postId}: by 1, public, version 1 | by 1, private, version 1`,
      `reactions to post ${post.postId}: ${reactions({ like: 7, sad: 1 })} | ${reactions({ like: 2, sad: 1 })}`,
      `comments on post ${post.postId}: 0 | 1`,
      'followers 1: 40 | 1',
      'comments 1: 3 | 0',
      'comments 2: 0 | 1',
      'following 2: 0 | 1',
      `hashtags of post ${post.postId}: tea | cup tea`,
      expect.stringMatching(/^posts with hashtag .* tea: 5 \| 1$/),
    ]),
  );
  await recount('repair');
  expect(await recount()).toEqual([]);
});

test('the recount moves a tag that was counted in lower case to its key, with its spelling', async () => {
  const typed = await town.post('2', { hashtags: ['Straße'] });
  town.exports.owned.posts.set(typed.postId, { ...typed, version: 1 });
  town.counts.authored.push(typed);
  await damage(`UPDATE post_tags SET tag = 'straße', spelling = NULL WHERE tag = 'strasse'`);
  await damage(`UPDATE hashtag_hours SET tag = 'straße' WHERE tag = 'strasse'`);
  expect(await recount()).toEqual([`hashtags of post ${typed.postId}: straße | Straße (strasse)`]);
  await recount('repair');
  expect(await recount()).toEqual([]);
  expect(await damage('SELECT tag FROM hashtag_hours WHERE posts <> 0 ORDER BY tag')).toEqual([
    { tag: 'cup' },
    { tag: 'strasse' },
    { tag: 'tea' },
  ]);
});

test('the recount adds a missed post, and removes a post whose deletion was missed', async () => {
  const missed = town.snapshot('2', { hashtags: ['jam'] });
  town.exports.owned.posts.set(missed.postId, { ...missed, version: 1 });
  town.exports.owned.posts.delete(post.postId);
  town.counts.authored = [secret, missed];
  for (const counted of [town.counts.counted.reactions, town.counts.counted.comments]) counted.delete(post.postId);
  town.counts.counted.written.clear();
  const found = await recount();
  expect(found).toEqual(
    expect.arrayContaining([
      `post ${missed.postId}: nothing | public`,
      `post ${post.postId}: public | nothing`,
      `hashtags of post ${missed.postId}: nothing | jam`,
    ]),
  );
  await recount('repair');
  expect(await recount()).toEqual([]);
  const [counts] = await damage('SELECT posts, private_posts FROM user_counters WHERE user_id = 1');
  expect(counts).toEqual({ posts: 0, private_posts: 1 });
});

test('the recount repairs only differences that are named and unchanged', async () => {
  await damage('UPDATE user_counters SET followers = 40 WHERE user_id = 1');
  const named = { what: 'followers', id: '1', is: '41', should: '1' };
  const { differences } = await recountPage(town.service, 'user counters', { repair: [named] });
  expect(differences).toEqual([{ ...named, is: '40' }]);
  expect((await recountPage(town.service, 'user counters', {})).differences).toEqual(differences);
});

test('the recount is for the operator alone, and reports an unknown part as not found', async () => {
  const { url } = town.service;
  await supertest(url).get('/internal/recount').set(town.service.fromService('feed')).expect(403);
  await supertest(url).post('/internal/recount/weather').set(operator()).send({}).expect(404);
  await supertest(url).post('/internal/recount/people').set(operator()).send({ after: 'x' }).expect(400);
});
