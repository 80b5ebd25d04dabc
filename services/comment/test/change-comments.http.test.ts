import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { publishedEvents } from '@townsquare/kit/testing';
import { Town } from './town.js';

let town: Town;

beforeAll(async () => {
  town = await Town.open();
});

afterAll(() => town.close());

const eventsOf = async (topic: string, postId: string) => {
  const events = await publishedEvents(town.service.database, topic);
  return events.filter((event) => (event.data as { postId: string }).postId === postId);
};

const list = async (postId: string) => (await town.request('get', `/posts/${postId}/comments`)).body.items;
const remove = (id: string, userId?: string) => town.request('delete', `/comments/${id}`, userId);

describe('PATCH /comments/{commentId}', () => {
  test('changes the text and publishes an event', async () => {
    const postId = await town.post('1');
    const parentId = await town.comment(postId, '1');
    const id = await town.comment(postId, '2', parentId);
    const answer = await town.request('patch', `/comments/${id}`, '2', { content: ' better ' });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ id, content: 'better', author: { userId: '2' }, parentCommentId: parentId });
    expect((await town.request('get', `/comments/${id}`)).body).toEqual(answer.body);
    expect(await eventsOf('comment.updated', postId)).toMatchObject([
      {
        subject: id,
        aggregateversion: 2,
        data: { content: 'better', parentAuthorId: '1', thread: { commentCount: 2, version: 2 } },
      },
    ]);
  });

  test('publishes no event when the text is the same', async () => {
    const postId = await town.post('1');
    const id = await town.comment(postId, '2', undefined, 'same');
    expect((await town.request('patch', `/comments/${id}`, '2', { content: 'same' })).status).toBe(200);
    expect(await eventsOf('comment.updated', postId)).toEqual([]);
  });

  test('refuses a bad text, a caller who is not the author, and a comment that is not there', async () => {
    const postId = await town.post('1');
    const id = await town.comment(postId, '2');
    const patch = (userId: string | undefined, body: object, commentId = id) =>
      town.request('patch', `/comments/${commentId}`, userId, body);
    expect((await patch(undefined, { content: 'a' })).status).toBe(401);
    expect((await patch('1', { content: 'a' })).status).toBe(403);
    expect((await patch('2', { content: 'a' }, '999999')).status).toBe(404);
    expect((await patch('2', { content: '' })).body).toMatchObject({ status: 400, errors: [{ field: 'content' }] });
    expect((await patch('2', { content: 'a', deleted: true })).status).toBe(400);
    expect((await patch('2', {})).status).toBe(400);
    await town.comment(postId, '3', id);
    await remove(id, '2');
    expect((await patch('2', { content: 'a' })).status).toBe(404);
    expect(await eventsOf('comment.updated', postId)).toEqual([]);
  });
});

describe('DELETE /comments/{commentId}', () => {
  test('removes a comment without replies', async () => {
    const postId = await town.post('1');
    const id = await town.comment(postId, '2');
    expect((await remove(id, '2')).status).toBe(204);
    expect(await list(postId)).toEqual([]);
    expect((await town.request('get', `/comments/${id}`)).status).toBe(404);
    expect((await remove(id, '2')).status).toBe(404);
    expect(await eventsOf('comment.deleted', postId)).toMatchObject([
      {
        subject: id,
        aggregateversion: 2,
        data: { commentId: id, postAuthorId: '1', authorId: '2', thread: { commentCount: 0, version: 2 } },
      },
    ]);
  });

  test('keeps the place of a comment that has replies, without its author and text', async () => {
    const postId = await town.post('1');
    const id = await town.comment(postId, '2');
    const reply = await town.comment(postId, '3', id);
    await remove(id, '2');
    const tombstone = { id, author: null, content: null, deleted: true, replyCount: 1 };
    expect(await list(postId)).toMatchObject([tombstone]);
    expect((await town.request('get', `/comments/${id}`)).body).toMatchObject(tombstone);
    expect((await town.request('get', `/comments/${id}/replies`)).body.items).toMatchObject([{ id: reply }]);
    expect((await remove(id, '2')).status).toBe(404);
    const [row] = await town.service.database.manager.query('SELECT user_id, content FROM comments WHERE id = ?', [id]);
    expect(row).toEqual({ user_id: null, content: '' });
  });

  test('removes the tombstones above with their last reply, up to the first that has another reply', async () => {
    const postId = await town.post('1');
    const top = await town.comment(postId, '2');
    const kept = await town.comment(postId, '2', top);
    const middle = await town.comment(postId, '2', top);
    const deep = await town.comment(postId, '2', middle);
    const leaf = await town.comment(postId, '3', deep);
    for (const id of [top, middle, deep]) await remove(id, '2');
    await remove(leaf, '3');
    expect(await list(postId)).toMatchObject([{ id: top, deleted: true, replyCount: 1 }]);
    expect((await town.request('get', `/comments/${middle}`)).status).toBe(404);
    await remove(kept, '2');
    expect(await list(postId)).toEqual([]);
    const rows = await town.service.database.manager.query('SELECT id FROM comments WHERE post_id = ?', [postId]);
    expect(rows).toEqual([]);
    const events = await eventsOf('comment.deleted', postId);
    expect(events.map(({ data }) => (data as { thread: { commentCount: number } }).thread.commentCount)).toEqual([
      4, 3, 2, 1, 0,
    ]);
  });

  test('is allowed to the author of the comment and the author of the post', async () => {
    const postId = await town.post('1');
    const id = await town.comment(postId, '2');
    expect((await remove(id)).status).toBe(401);
    expect((await remove(id, '3')).status).toBe(403);
    expect((await remove('x', '3')).status).toBe(400);
    expect((await remove('999999', '3')).status).toBe(404);
    expect((await remove(id, '1')).status).toBe(204);
  });

  test('is allowed to the author of the comment under a post that the author may no longer see', async () => {
    const postId = await town.post('1', { isPrivate: true });
    town.owners.follow('2', '1');
    const [own, other] = [await town.comment(postId, '2'), await town.comment(postId, '1')];
    town.owners.unfollow('2', '1');
    expect((await remove(other, '2')).status).toBe(404);
    expect((await remove(own, '2')).status).toBe(204);
  });

  test('happens once when two requests come at the same time', async () => {
    const postId = await town.post('1');
    const id = await town.comment(postId, '2');
    const answers = await Promise.all([remove(id, '2'), remove(id, '1')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404]);
    expect(await eventsOf('comment.deleted', postId)).toHaveLength(1);
  });
});
