import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { contentRemoved, getReportable, profileUpdated } from '@townsquare/contracts';
import { publishedEvents } from '@townsquare/kit/testing';
import { recountPage, testProfile } from '@townsquare/projections/testing';
import supertest from 'supertest';
import { PostTown } from './post-town.js';

const ANA = '1';
const BOB = '2';

let town: PostTown;
beforeAll(async () => {
  town = await PostTown.start();
  town.addPerson(ANA, 'ana');
  town.addPerson(BOB, 'bob');
});
afterAll(() => town.stop());

const deletions = async (postId: string) =>
  (await publishedEvents(town.service.database, 'post.deleted')).filter(({ subject }) => subject === postId);

describe('a reported post', () => {
  const ask = (id: string, readerId: string, service = 'auth') =>
    supertest(town.service.url)
      .get(getReportable.post.path)
      .query({ id, readerId })
      .set(town.service.fromService(service));

  test('is returned as its reporter sees it, and not found if the reporter may not see it', async () => {
    const open = await town.write(ANA, 'for all');
    const hidden = await town.write(ANA, 'for some', { isPrivate: true });
    const { body } = await ask(open.id, BOB);
    expect(body).toEqual({ authorId: ANA, text: 'for all', imageUrl: null, isPrivate: false });
    expect((await ask(hidden.id, BOB)).status).toBe(404);
    expect((await ask('999999', BOB)).status).toBe(404);
    town.follow(BOB, ANA);
    expect((await ask(hidden.id, BOB)).body).toMatchObject({ text: 'for some', isPrivate: true });
  });

  test('is private when its whole account is private', async () => {
    town.addPerson('30', 'cleo');
    const { id } = await town.write('30', 'for all, once');
    const { version: _version, ...profile } = testProfile('30', { isPrivate: true });
    await town.service.deliver(profileUpdated, profile, { aggregateversion: 5 });
    expect((await ask(id, BOB)).status).toBe(404);
    town.follow(BOB, '30');
    expect((await ask(id, BOB)).body).toMatchObject({ text: 'for all, once', isPrivate: true });
  });

  test('is returned to the auth service alone', async () => {
    const { id } = await town.write(ANA, 'for all');
    expect((await ask(id, BOB, 'feed')).status).toBe(403);
  });
});

describe('content.removed', () => {
  const remove = (id: string, envelope: { id: string }, type: 'post' | 'comment' = 'post', authorId = ANA) =>
    town.service.deliver(contentRemoved, { caseId: '5', target: { type, id }, authorId }, envelope);

  test('deletes the post once, however often the event is delivered', async () => {
    const { id } = await town.write(ANA, 'spam #buy');
    for (const event of ['order-1', 'order-1', 'order-2']) expect(await remove(id, { id: event })).toBe('SUCCESS');
    expect((await town.get(`/api/v1/posts/${id}`, ANA)).status).toBe(404);
    expect(await deletions(id)).toMatchObject([{ aggregateversion: 2, data: { postId: id, authorId: ANA } }]);
  });

  test('changes no post when it is about a comment, or about a post of another author', async () => {
    const { id } = await town.write(ANA, 'good');
    await remove(id, { id: 'comment-order' }, 'comment');
    await remove(id, { id: 'other-author' }, 'post', BOB);
    expect((await town.get(`/api/v1/posts/${id}`)).status).toBe(200);
    expect(await deletions(id)).toEqual([]);
  });

  test('is missed by no post for good: the recount finds a removed post that is still there, and deletes it', async () => {
    const [lost, kept] = [await town.write(ANA, 'spam'), await town.write(ANA, 'good')];
    const removal = (id: string, type: 'post' | 'comment') => ({
      caseId: id,
      target: { type, id },
      authorId: ANA,
      at: new Date().toISOString(),
    });
    town.exports.owned.removals.set('1', removal(lost.id, 'post'));
    town.exports.owned.removals.set('2', removal(kept.id, 'comment'));
    const missed = async (repair: object[] = []) =>
      (await recountPage(town.service, 'removed posts', { repair })).differences;
    const found = [{ what: 'removed post', id: lost.id, is: 'there', should: 'nothing' }];
    expect(await missed()).toEqual(found);
    await missed(found);
    expect(await missed()).toEqual([]);
    expect([await deletions(lost.id), await deletions(kept.id)]).toMatchObject([[{}], []]);
  });
});
