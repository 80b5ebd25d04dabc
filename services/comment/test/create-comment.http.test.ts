import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { publishedEvents } from '@townsquare/kit/testing';
import { testPost, testProfile } from '@townsquare/projections/testing';
import supertest from 'supertest';
import { Town } from './town.js';

let town: Town;

beforeAll(async () => {
  town = await Town.open();
});

afterAll(() => town.close());

const create = (postId: string, userId: string | undefined, body: object) =>
  town.request('post', `/posts/${postId}/comments`, userId, body);

const eventsOf = async (postId: string) => {
  const events = await publishedEvents(town.service.database, 'comment.created');
  return events.filter((event) => (event.data as { postId: string }).postId === postId);
};

describe('POST /posts/{postId}/comments', () => {
  test('writes a comment and publishes an event', async () => {
    const postId = await town.post('1');
    const answer = await create(postId, '2', { content: '  Well said! ' });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^\d+$/),
      postId,
      parentCommentId: null,
      author: { userId: '2', username: 'user2', fullName: 'User 2', profilePicture: null },
      content: 'Well said!',
      mentions: [],
      replyCount: 0,
      deleted: false,
      createdAt: expect.stringMatching(/Z$/),
      updatedAt: answer.body.createdAt,
    });
    expect(await eventsOf(postId)).toMatchObject([
      {
        subject: answer.body.id,
        aggregateversion: 1,
        data: {
          commentId: answer.body.id,
          postId,
          postAuthorId: '1',
          authorId: '2',
          parentCommentId: null,
          parentAuthorId: null,
          content: 'Well said!',
          createdAt: answer.body.createdAt,
          thread: { commentCount: 1, version: 1 },
        },
      },
    ]);
  });

  test('writes replies at any depth, and counts each with its parent and its thread', async () => {
    const postId = await town.post('1');
    let parentId = await town.comment(postId, '2');
    for (let depth = 0; depth < 5; depth++) parentId = await town.comment(postId, '3', parentId);
    const events = await eventsOf(postId);
    expect(events.map(({ data }) => (data as { thread: unknown }).thread)).toEqual(
      [1, 2, 3, 4, 5, 6].map((count) => ({ commentCount: count, version: count })),
    );
    expect(events[1]).toMatchObject({ data: { parentAuthorId: '2' } });
    const list = await town.request('get', `/posts/${postId}/comments`);
    expect(list.body.items).toMatchObject([{ replyCount: 1 }]);
  });

  test('counts exactly when many accounts comment at once', async () => {
    const postId = await town.post('1');
    await Promise.all(Array.from({ length: 20 }, (_, index) => town.comment(postId, String((index % 5) + 1))));
    const threads = (await eventsOf(postId)).map(({ data }) => (data as { thread: { version: number } }).thread);
    const expected = Array.from({ length: 20 }, (_, index) => ({ commentCount: index + 1, version: index + 1 }));
    expect(threads.sort((a, b) => a.version - b.version)).toEqual(expected);
  });

  test.each([
    ['nothing', {}, 'content'],
    ['an empty text', { content: ' ' }, 'content'],
    ['a text that is too long', { content: 'x'.repeat(2001) }, 'content'],
    ['a text that shows nothing', { content: '\u3164\u200b\u0301' }, 'content'],
    ['a text with control characters', { content: 'a\0b' }, 'content'],
    ['a text that is none', { content: 7 }, 'content'],
    ['an unknown field', { content: 'a', postId: '1' }, 'postId'],
    ['a parent that is no id', { content: 'a', parentCommentId: 'x' }, 'parentCommentId'],
    ['a parent that does not exist', { content: 'a', parentCommentId: '999999' }, 'parentCommentId'],
  ])('refuses %s, and writes nothing', async (_what, body, field) => {
    const postId = await town.post('1');
    const answer = await create(postId, '2', body);
    expect(answer.status).toBe(400);
    expect(answer.type).toBe('application/problem+json');
    expect(answer.body).toMatchObject({ code: 'invalid_request', errors: [{ field }] });
    expect(await eventsOf(postId)).toEqual([]);
  });

  test('refuses a reply to a comment under another post', async () => {
    const parentCommentId = await town.comment(await town.post('1'), '2');
    const answer = await create(await town.post('1'), '2', { content: 'a', parentCommentId });
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].field).toBe('parentCommentId');
  });

  test('refuses a reply to a deleted comment', async () => {
    const postId = await town.post('1');
    const parentCommentId = await town.comment(postId, '2');
    await town.comment(postId, '3', parentCommentId);
    await town.request('delete', `/comments/${parentCommentId}`, '2');
    const answer = await create(postId, '3', { content: 'a', parentCommentId });
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].field).toBe('parentCommentId');
  });

  test('requires a token and a valid id', async () => {
    expect((await create('1', undefined, { content: 'a' })).status).toBe(401);
    expect((await create('abc', '2', { content: 'a' })).body).toMatchObject({
      status: 400,
      errors: [{ field: 'postId' }],
    });
  });

  test('returns 404 for a post that is missing or private', async () => {
    expect((await create('999999', '2', { content: 'a' })).status).toBe(404);
    const postId = await town.post('1', { isPrivate: true });
    expect((await create(postId, '2', { content: 'a' })).status).toBe(404);
    town.owners.follow('2', '1');
    expect((await create(postId, '2', { content: 'a' })).status).toBe(201);
    town.owners.unfollow('2', '1');
  });

  test('asks other services once for a post and an account that it does not know', async () => {
    town.owners.addPost(testPost('50', '51'));
    town.owners.addProfile(testProfile('51'));
    expect((await create('50', '2', { content: 'a' })).status).toBe(201);
    const { asked } = town.owners;
    expect((await create('50', '2', { content: 'b' })).status).toBe(201);
    expect(town.owners.asked).toBe(asked);
  });

  test('returns the first response again for a repeated request', async () => {
    const postId = await town.post('1');
    const send = async (content: string) =>
      supertest(town.service.url)
        .post(`/api/v1/posts/${postId}/comments`)
        .set({ ...(await town.service.as('2')), 'idempotency-key': `key-${postId}` })
        .send({ content });
    const first = await send('once');
    const again = await send('once');
    expect(again.status).toBe(201);
    expect(again.body).toEqual(first.body);
    expect(await eventsOf(postId)).toHaveLength(1);
    expect((await send('other')).body).toMatchObject({ status: 409, code: 'idempotency_key_reused' });
  });
});
