import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { profileUpdated, userBlocked, userUnblocked } from '@townsquare/contracts';
import { testProfile } from '@townsquare/projections/testing';
import supertest from 'supertest';
import { Town } from './town.js';

let town: Town;

beforeAll(async () => {
  town = await Town.open();
});

afterAll(() => town.close());

/** The ids of all items, page by page. */
async function readAll(path: string, limit: number, userId?: string): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor = '';
  do {
    const { body } = await town.request('get', `${path}?limit=${limit}${cursor && `&cursor=${cursor}`}`, userId);
    pages.push(body.items.map(({ id }: { id: string }) => id));
    cursor = body.nextCursor ?? '';
  } while (cursor);
  return pages;
}

describe('GET /posts/{postId}/comments and GET /comments/{commentId}/replies', () => {
  test('list direct comments, oldest first, also when timestamps are equal', async () => {
    const postId = await town.post('1');
    const ids: string[] = [];
    for (let index = 0; index < 5; index++) ids.push(await town.comment(postId, '2'));
    const replies: string[] = [];
    for (let index = 0; index < 3; index++) replies.push(await town.comment(postId, '3', ids[0]));
    await town.service.database.manager.query(`UPDATE comments SET created_at = '2026-01-01' WHERE post_id = ?`, [
      postId,
    ]);
    expect(await readAll(`/posts/${postId}/comments`, 2)).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
    expect(await readAll(`/comments/${ids[0]}/replies`, 2)).toEqual([replies.slice(0, 2), replies.slice(2)]);
    expect(await readAll(`/comments/${ids[1]}/replies`, 2)).toEqual([[]]);
  });

  test('order by timestamp, then by id', async () => {
    const postId = await town.post('1');
    const ids = [await town.comment(postId, '2'), await town.comment(postId, '2'), await town.comment(postId, '2')];
    await town.service.database.manager.query(
      'UPDATE comments SET created_at = created_at - INTERVAL 1 HOUR WHERE id = ?',
      [ids[2]],
    );
    expect(await readAll(`/posts/${postId}/comments`, 1)).toEqual([[ids[2]], [ids[0]], [ids[1]]]);
  });

  test('refuse a cursor of another list and bad parameters', async () => {
    const postId = await town.post('1');
    await town.comment(postId, '2');
    await town.comment(postId, '2');
    const { body } = await town.request('get', `/posts/${postId}/comments?limit=1`);
    const other = await town.request('get', `/posts/${await town.post('1')}/comments?cursor=${body.nextCursor}`);
    expect(other.body).toMatchObject({ status: 400, code: 'invalid_cursor' });
    for (const query of ['limit=0', 'limit=101', 'limit=x', 'page=2', 'cursor=nonsense']) {
      expect((await town.request('get', `/posts/${postId}/comments?${query}`)).status).toBe(400);
    }
    expect((await town.request('get', '/comments/x/replies')).status).toBe(400);
  });

  test('return 404 to a reader who may not see the post', async () => {
    const postId = await town.post('1', { isPrivate: true });
    const id = await town.comment(postId, '1');
    for (const path of [`/posts/${postId}/comments`, `/comments/${id}/replies`, `/comments/${id}`]) {
      expect((await town.request('get', path)).status).toBe(404);
      expect((await town.request('get', path, '2')).status).toBe(404);
      expect((await town.request('get', path, '1')).status).toBe(200);
    }
  });

  test('refuse an invalid token', async () => {
    const postId = await town.post('1');
    const id = await town.comment(postId, '2');
    for (const path of [`/posts/${postId}/comments`, `/comments/${id}/replies`, `/comments/${id}`]) {
      const headers = { ...(await town.service.as()), authorization: 'Bearer nonsense' };
      expect((await supertest(town.service.url).get(`/api/v1${path}`).set(headers)).status).toBe(401);
    }
  });

  test('hide the comments of accounts that have blocked the reader or that the reader has blocked', async () => {
    const postId = await town.post('1');
    const fromThree = await town.comment(postId, '3');
    const fromFour = await town.comment(postId, '4');
    const block = { blockerId: '3', blockedId: '4', at: new Date().toISOString() };
    await town.service.deliver(userBlocked, block, { aggregateversion: 1 });
    expect(await readAll(`/posts/${postId}/comments`, 10, '3')).toEqual([[fromThree]]);
    expect(await readAll(`/posts/${postId}/comments`, 1, '4')).toEqual([[fromFour]]);
    expect(await readAll(`/posts/${postId}/comments`, 10, '4')).toEqual([[fromFour]]);
    expect(await readAll(`/posts/${postId}/comments`, 10, '5')).toEqual([[fromThree, fromFour]]);
    expect((await town.request('get', `/comments/${fromThree}`, '4')).status).toBe(404);
    expect((await town.request('get', `/comments/${fromThree}/replies`, '4')).status).toBe(404);
    const reply = { content: 'a', parentCommentId: fromThree };
    expect((await town.request('post', `/posts/${postId}/comments`, '4', reply)).status).toBe(400);
    expect((await town.request('patch', `/comments/${fromThree}`, '4', { content: 'a' })).status).toBe(404);
    expect((await town.request('delete', `/comments/${fromThree}`, '4')).status).toBe(404);
    await town.service.deliver(userUnblocked, block, { aggregateversion: 2 });
    expect(await readAll(`/posts/${postId}/comments`, 10, '4')).toEqual([[fromThree, fromFour]]);
  });

  test('hide the comments of banned accounts, which cannot comment either', async () => {
    const postId = await town.post('1');
    const id = await town.comment(postId, '5');
    const { version: _version, ...banned } = testProfile('5', { status: 'banned' });
    await town.service.deliver(profileUpdated, banned, { aggregateversion: 2 });
    expect(await readAll(`/posts/${postId}/comments`, 10)).toEqual([[]]);
    expect((await town.request('get', `/comments/${id}`)).status).toBe(404);
    expect((await town.request('post', `/posts/${postId}/comments`, '5', { content: 'a' })).status).toBe(403);
    expect((await town.request('patch', `/comments/${id}`, '5', { content: 'a' })).status).toBe(403);
    await town.service.deliver(profileUpdated, { ...banned, status: 'active' }, { aggregateversion: 3 });
    expect(await readAll(`/posts/${postId}/comments`, 10)).toEqual([[id]]);
  });

  test('show the comments of a private account under a public post of another account', async () => {
    const [elsewhere, own] = [await town.post('1'), await town.post('5')];
    const [theirs, onOwn] = [await town.comment(elsewhere, '5'), await town.comment(own, '5')];
    const { version: _version, ...profile } = testProfile('5', { isPrivate: true });
    await town.service.deliver(profileUpdated, profile, { aggregateversion: 4 });
    expect(await readAll(`/posts/${elsewhere}/comments`, 10)).toEqual([[theirs]]);
    for (const path of [`/posts/${own}/comments`, `/comments/${onOwn}`]) {
      expect((await town.request('get', path)).status).toBe(404);
      expect((await town.request('get', path, '2')).status).toBe(404);
      expect((await town.request('get', path, '5')).status).toBe(200);
    }
    await town.service.deliver(profileUpdated, { ...profile, isPrivate: false }, { aggregateversion: 5 });
  });

  test('look up all accounts of a page at once', async () => {
    const postId = await town.post('1');
    for (const userId of ['1', '2', '3', '4']) await town.comment(postId, userId);
    const { body } = await town.request('get', `/posts/${postId}/comments`, '2');
    expect(body.items.map((item: { author: { username: string } }) => item.author.username)).toEqual(
      ['1', '2', '3', '4'].map((id) => `user${id}`),
    );
  });
});

describe('GET /comments/{commentId}', () => {
  test('shows a comment', async () => {
    const postId = await town.post('1');
    const id = await town.comment(postId, '2', undefined, 'I agree');
    const answer = await town.request('get', `/comments/${id}`);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ id, postId, content: 'I agree', author: { userId: '2' }, deleted: false });
  });

  test('returns 404 for a comment that is missing or deleted', async () => {
    expect((await town.request('get', '/comments/999999')).status).toBe(404);
    expect((await town.request('get', '/comments/0')).status).toBe(400);
  });
});

describe('GET /internal/comments', () => {
  const ask = (query: string, service = 'reaction') =>
    supertest(town.service.url).get(`/internal/comments${query}`).set(town.service.fromService(service));

  test('returns the authors of comments to other services, without deleted comments', async () => {
    const postId = await town.post('1');
    const id = await town.comment(postId, '2');
    const deleted = await town.comment(postId, '2');
    await town.comment(postId, '3', deleted);
    await town.request('delete', `/comments/${deleted}`, '2');
    const answer = await ask(`?ids=${id},${deleted},999999`);
    expect(answer.body).toEqual({ items: [{ commentId: id, postId, authorId: '2', version: 1 }] });
  });

  test('is open to named services alone, and requires ids', async () => {
    expect((await ask('?ids=1', 'gateway')).status).toBe(403);
    expect((await ask('?ids=x')).status).toBe(400);
    expect((await ask('')).status).toBe(400);
  });
});
