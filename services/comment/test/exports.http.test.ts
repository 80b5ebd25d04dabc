import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { postDeleted } from '@townsquare/contracts';
import { recountPage } from '@townsquare/projections/testing';
import supertest from 'supertest';
import { Town } from './town.js';

let town: Town;
let post: string;
let first: string;
let reply: string;
let orphan: string;

/** A comment of 2 with a reply of 3; and a reply of 4 to a comment that 5 has deleted since. */
beforeAll(async () => {
  town = await Town.open();
  post = await town.post('1');
  first = await town.comment(post, '2');
  reply = await town.comment(post, '3', first);
  const deleted = await town.comment(post, '5');
  orphan = await town.comment(post, '4', deleted);
  expect((await town.request('delete', `/comments/${deleted}`, '5')).status).toBe(204);
});
afterAll(() => town.close());

const ask = async (path: string, service: string) =>
  supertest(town.service.url).get(path).set(town.service.fromService(service));

describe('other services read', () => {
  test('every comment that is not deleted, with the author of its parent where that is known', async () => {
    const { body } = await ask('/internal/exports/comments', 'notification');
    expect(body.next).toBeNull();
    expect(body.items).toMatchObject([
      { commentId: first, postId: post, postAuthorId: '1', authorId: '2', parentCommentId: null, parentAuthorId: null },
      { commentId: reply, authorId: '3', parentCommentId: first, parentAuthorId: '2' },
      { commentId: orphan, authorId: '4', parentAuthorId: null },
    ]);
    const page = await ask(`/internal/exports/comments?after=${first}&through=${reply}`, 'notification');
    expect(page.body.items.map(({ commentId }: { commentId: string }) => commentId)).toEqual([reply]);
    const start = await ask('/internal/exports/comments?limit=2', 'notification');
    expect(start.body.next).toBe(reply);
    expect((await ask('/internal/exports/comments?limit=0', 'notification')).status).toBe(400);
    expect((await ask('/internal/exports/comments', 'gateway')).status).toBe(403);
  });

  test('counts of comments by post and by author', async () => {
    const threads = await ask(`/internal/threads?ids=${post},999`, 'engagement');
    expect(threads.body.items).toEqual([{ postId: post, commentCount: 3, version: 5 }]);
    const authors = await ask('/internal/authors?ids=1,2,3,5', 'engagement');
    expect(authors.body.items).toEqual([
      { userId: '2', comments: 1 },
      { userId: '3', comments: 1 },
    ]);
  });
});

describe('a recount', () => {
  const own = async (part: string) => (await recountPage(town.service, part, {})).differences;

  test('finds and repairs wrong counts of threads and replies', async () => {
    expect([await own('threads'), await own('replies')]).toEqual([[], []]);
    await town.service.database.manager.query('UPDATE threads SET comment_count = 9');
    await town.service.database.manager.query('UPDATE comments SET reply_count = 4 WHERE id = ?', [first]);
    expect(await own('threads')).toEqual([{ what: 'comments under post', id: post, is: '9', should: '3' }]);
    expect(await own('replies')).toEqual([{ what: 'replies to comment', id: first, is: '4', should: '1' }]);
    for (const part of ['threads', 'replies']) {
      await recountPage(town.service, part, { repair: await own(part) });
    }
    expect([await own('threads'), await own('replies')]).toEqual([[], []]);
    const threads = await ask(`/internal/threads?ids=${post}`, 'engagement');
    expect(threads.body.items).toEqual([{ postId: post, commentCount: 3, version: 6 }]);
  });

  test('skips the threads of deleted posts', async () => {
    const gone = await town.post('1');
    await town.comment(gone, '2');
    await town.service.deliver(postDeleted, { postId: gone, authorId: '1' }, { aggregateversion: 2 });
    await town.purge();
    expect(await own('threads')).toEqual([]);
    expect((await ask(`/internal/threads?ids=${gone}`, 'engagement')).body.items).toEqual([]);
  });
});
