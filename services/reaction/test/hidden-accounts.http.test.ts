import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { countReactions, userDeleted } from '@townsquare/contracts';
import { recountAll, recountPage } from '@townsquare/projections/testing';
import supertest from 'supertest';
import { Town } from './town.js';

let town: Town;

beforeAll(async () => {
  town = await Town.open();
});

afterAll(() => town.close());

let version = 10;

async function become(userId: string, status: 'active' | 'banned'): Promise<void> {
  version += 1;
  await town.person(userId, { status }, version);
}

async function visited(userId: string, status: 'active' | 'banned'): Promise<void> {
  await become(userId, status);
  await town.visitPrivacyChanges();
}

const reactionsTo = async (target: string) => (await town.request('get', `/${target}/reactions`)).body;
const peopleAt = async (target: string) => (await town.request('get', `/${target}/reactions/people`)).body.items.length;
const counted = async (postId: string) => {
  const { body } = await supertest(town.service.url)
    .get(countReactions.path)
    .query({ ids: postId })
    .set(town.service.fromService('engagement'));
  return body.items[0].totals;
};
const inOrder = async () => (await recountAll(town.service)).filter((line) => line.startsWith('reactions to'));

test('the reactions of a hidden account are in no list and no total, and are back when it is visible again', async () => {
  const postId = await town.post('1');
  const commentId = await town.comment(postId, '1');
  for (const target of [`posts/${postId}`, `comments/${commentId}`]) {
    await town.react(target, '2', 'love');
    await town.react(target, '3', 'like');
  }
  await become('2', 'banned');
  expect(await inOrder()).toEqual([]);
  await town.visitPrivacyChanges();
  for (const target of [`posts/${postId}`, `comments/${commentId}`]) {
    expect(await reactionsTo(target)).toMatchObject({ total: 1, totals: { love: 0, like: 1 } });
    expect(await peopleAt(target)).toBe(1);
  }
  expect(await counted(postId)).toMatchObject({ love: 0, like: 1 });
  expect(await inOrder()).toEqual([]);

  await visited('2', 'active');
  for (const target of [`posts/${postId}`, `comments/${commentId}`]) {
    expect(await reactionsTo(target)).toMatchObject({ total: 2, totals: { love: 1, like: 1 } });
    expect(await peopleAt(target)).toBe(2);
  }
  expect(await counted(postId)).toMatchObject({ love: 1, like: 1 });
  expect(await inOrder()).toEqual([]);
  expect((await town.changes(`post:${postId}`)).slice(2)).toMatchObject([
    { aggregateversion: 3, data: { userId: '2', previous: 'love', reaction: 'love', totals: { love: 0 } } },
    { aggregateversion: 4, data: { userId: '2', previous: 'love', reaction: 'love', totals: { love: 1 } } },
  ]);
});

test('a reaction that is changed before it is shown again is counted once', async () => {
  const postId = await town.post('1');
  await town.react(`posts/${postId}`, '4', 'like');
  await visited('4', 'banned');
  await become('4', 'active');
  await town.react(`posts/${postId}`, '4', 'sad');
  await town.visitPrivacyChanges();
  expect(await reactionsTo(`posts/${postId}`)).toMatchObject({ total: 1, totals: { like: 0, sad: 1 } });
  expect(await inOrder()).toEqual([]);
});

test('the deletion of a hidden account subtracts nothing a second time', async () => {
  const postId = await town.post('1');
  await town.react(`posts/${postId}`, '5', 'like');
  await town.react(`posts/${postId}`, '3', 'like');
  await visited('5', 'banned');
  await town.service.deliver(userDeleted, { userId: '5' });
  await town.purge();
  await town.visitPrivacyChanges();
  expect(await reactionsTo(`posts/${postId}`)).toMatchObject({ total: 1, totals: { like: 1 } });
  expect((await town.changes(`post:${postId}`)).at(-1)).toMatchObject({
    data: { userId: '5', reaction: null, totals: { like: 1 } },
  });
  expect(await inOrder()).toEqual([]);
});

test('the recount finds and repairs the marks of a visit that was lost, and the totals follow', async () => {
  const wrongMarks = async (repair = false) => {
    const { differences } = await recountPage(town.service, 'hidden reactions', {});
    if (repair) await recountPage(town.service, 'hidden reactions', { repair: differences });
    return differences.map(({ is, should }) => `${is} | ${should}`);
  };
  const lost = async (status: 'active' | 'banned') => {
    await become('3', status);
    await town.service.database.manager.query('DELETE FROM privacy_changes');
  };
  const postId = await town.post('1');
  const targets = [`posts/${postId}`, `comments/${await town.comment(postId, '1')}`];
  for (const target of targets) {
    await town.react(target, '3', 'like');
    await town.react(target, '4', 'love');
  }
  expect(await wrongMarks()).toEqual([]);
  await lost('banned');
  const found = await wrongMarks(true);
  expect([found.length >= 2, new Set(found)]).toEqual([true, new Set(['visible | hidden'])]);
  expect(await wrongMarks()).toEqual([]);
  for (const target of targets) {
    expect(await reactionsTo(target)).toMatchObject({ total: 1, totals: { love: 1, like: 0 } });
  }
  expect(await counted(postId)).toMatchObject({ love: 1, like: 0 });
  await lost('active');
  expect(new Set(await wrongMarks(true))).toEqual(new Set(['hidden | visible']));
  for (const target of targets) {
    expect(await reactionsTo(target)).toMatchObject({ total: 2, totals: { love: 1, like: 1 } });
  }
  expect(await inOrder()).toEqual([]);
});
