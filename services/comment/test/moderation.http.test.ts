import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { contentRemoved, getReportable, profileUpdated } from '@townsquare/contracts';
import { publishedEvents } from '@townsquare/kit/testing';
import { recountPage, testProfile } from '@townsquare/projections/testing';
import supertest from 'supertest';
import { Town } from './town.js';

let town: Town;
beforeAll(async () => {
  town = await Town.open();
});
afterAll(() => town.close());

const remove = (id: string, eventId: string, type: 'post' | 'comment' = 'comment') =>
  town.service.deliver(contentRemoved, { caseId: '5', target: { type, id }, authorId: '2' }, { id: eventId });

describe('the view of a reported comment', () => {
  const ask = (id: string, readerId: string, service = 'auth') =>
    supertest(town.service.url)
      .get(getReportable.comment.path)
      .query({ id, readerId })
      .set(town.service.fromService(service));

  test('has the text, for an account that may see the post', async () => {
    const id = await town.comment(await town.post('1'), '2', undefined, 'rude');
    expect((await ask(id, '3')).body).toEqual({ authorId: '2', text: 'rude', imageUrl: null, isPrivate: false });
    const hidden = await town.comment(await town.post('1', { isPrivate: true }), '1', undefined, 'quiet');
    expect((await ask(hidden, '3')).status).toBe(404);
    expect((await ask(hidden, '1')).body).toMatchObject({ text: 'quiet', isPrivate: true });
    expect((await ask(id, '3', 'feed')).status).toBe(403);
  });

  test('is private when the account of the post is private', async () => {
    const id = await town.comment(await town.post('5'), '5', undefined, 'for all, once');
    const { version: _version, ...profile } = testProfile('5', { isPrivate: true });
    await town.service.deliver(profileUpdated, profile, { aggregateversion: 4 });
    expect((await ask(id, '3')).status).toBe(404);
    expect((await ask(id, '5')).body).toMatchObject({ text: 'for all, once', isPrivate: true });
  });

  test('is not found for a tombstone', async () => {
    const postId = await town.post('1');
    const id = await town.comment(postId, '2');
    await town.comment(postId, '3', id);
    await town.request('delete', `/comments/${id}`, '2');
    expect((await ask(id, '3')).status).toBe(404);
  });
});

describe('content.removed', () => {
  test('deletes the comment and its count once, however often the event arrives', async () => {
    const id = await town.comment(await town.post('1'), '2');
    for (const event of ['order-1', 'order-1', 'order-2']) expect(await remove(id, event)).toBe('SUCCESS');
    expect((await town.request('get', `/comments/${id}`, '2')).status).toBe(404);
    const events = (await publishedEvents(town.service.database, 'comment.deleted')).filter(
      (one) => one.subject === id,
    );
    expect(events).toMatchObject([{ data: { commentId: id, thread: { commentCount: 0 } } }]);
  });

  test('changes no comment when the removed content is a post', async () => {
    const id = await town.comment(await town.post('1'), '2');
    await remove(id, 'post-order', 'post');
    expect((await town.request('get', `/comments/${id}`)).status).toBe(200);
  });

  test('is missed by no comment for good: the recount finds a removed comment that is still there, and deletes it', async () => {
    const postId = await town.post('1');
    const [lost, gone] = [await town.comment(postId, '2'), await town.comment(postId, '2')];
    await town.comment(postId, '3', gone);
    expect(await remove(gone, 'gone-order')).toBe('SUCCESS');
    for (const id of [lost, gone]) {
      const target = { type: 'comment', id } as const;
      town.exports.owned.removals.set(id, { caseId: id, target, authorId: '2', at: new Date().toISOString() });
    }
    const missed = async (repair: object[] = []) =>
      (await recountPage(town.service, 'removed comments', { repair })).differences;
    const found = [{ what: 'removed comment', id: lost, is: 'there', should: 'nothing' }];
    expect(await missed()).toEqual(found);
    await missed(found);
    expect(await missed()).toEqual([]);
    expect((await town.request('get', `/comments/${lost}`, '2')).status).toBe(404);
  });
});
