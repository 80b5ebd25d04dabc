import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { NO_REACTIONS } from '@townsquare/contracts';
import { recountPage } from '@townsquare/projections/testing';
import supertest from 'supertest';
import { Town } from './town.js';

let town: Town;
let post: string;
let comment: string;

/** Two reactions to a post of 1, of which one is a changed one, and one to a comment of 2. */
beforeAll(async () => {
  town = await Town.open();
  post = await town.post('1');
  comment = await town.comment(post, '2');
  await town.react(`posts/${post}`, '2', 'like');
  await town.react(`posts/${post}`, '3', 'sad');
  await town.react(`posts/${post}`, '3', 'love');
  await town.react(`comments/${comment}`, '1', 'haha');
});
afterAll(() => town.close());

const ask = async (path: string, service: string) =>
  supertest(town.service.url).get(path).set(town.service.fromService(service));

describe('other services read', () => {
  test('every reaction, ordered by target and account', async () => {
    const { body } = await ask('/internal/exports/post-reactions', 'notification');
    const about = { target: { type: 'post', id: post }, postId: post, targetAuthorId: '1' };
    expect(body.items).toMatchObject([
      { ...about, userId: '2', reaction: 'like' },
      { ...about, userId: '3', reaction: 'love' },
    ]);
    const rest = await ask(`/internal/exports/post-reactions?after=${post}.2&through=${post}.3`, 'notification');
    expect(rest.body.items).toMatchObject([{ userId: '3' }]);
    expect((await ask('/internal/exports/post-reactions?limit=1', 'notification')).body.next).toBe(`${post}.2`);
    const comments = await ask('/internal/exports/comment-reactions', 'notification');
    expect(comments.body.items).toMatchObject([
      { userId: '1', target: { type: 'comment', id: comment }, postId: post, targetAuthorId: '2', reaction: 'haha' },
    ]);
    expect((await ask('/internal/exports/post-reactions', 'feed')).status).toBe(403);
    expect((await ask('/internal/exports/post-reactions?after=7.x', 'notification')).status).toBe(400);
  });

  test('the totals of posts, counted from the rows, with their version', async () => {
    const { body } = await ask(`/internal/post-reactions?ids=${post},999`, 'engagement');
    const totals = { ...NO_REACTIONS, like: 1, love: 1 };
    expect(body.items).toEqual([{ postId: post, totals, version: 3 }]);
  });
});

test('a recount finds and repairs wrong totals', async () => {
  const own = async (part: string) => (await recountPage(town.service, part, {})).differences;
  expect([await own('totals of posts'), await own('totals of comments')]).toEqual([[], []]);
  await town.service.database.manager.query('UPDATE reaction_totals SET angry_count = 5');
  expect(await own('totals of posts')).toMatchObject([
    {
      what: 'reactions to post',
      id: post,
      is: expect.stringContaining('5 angry'),
      should: expect.stringContaining('0 angry'),
    },
  ]);
  expect(await own('totals of comments')).toMatchObject([{ what: 'reactions to comment', id: comment }]);
  for (const part of ['totals of posts', 'totals of comments']) {
    await recountPage(town.service, part, { repair: await own(part) });
  }
  expect([await own('totals of posts'), await own('totals of comments')]).toEqual([[], []]);
  expect((await town.request('get', `/posts/${post}/reactions`, '2')).body.totals).toMatchObject({ like: 1, angry: 0 });
});
