import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { countComments, type ProfileStatus, profileUpdated, userDeleted } from '@townsquare/contracts';
import { publishedEvents } from '@townsquare/kit/testing';
import { recountAll, recountPage, testProfile } from '@townsquare/projections/testing';
import supertest from 'supertest';
import { Town } from './town.js';

let town: Town;

beforeAll(async () => {
  town = await Town.open();
});

afterAll(() => town.close());

let version = 10;

/** Gives an account a status, and returns before anything is visited. */
async function become(userId: string, status: ProfileStatus): Promise<void> {
  const { version: _version, ...data } = testProfile(userId, { status });
  version += 1;
  expect(await town.service.deliver(profileUpdated, data, { aggregateversion: version })).toBe('SUCCESS');
}

async function visited(userId: string, status: ProfileStatus): Promise<void> {
  await become(userId, status);
  await town.visitPrivacyChanges();
}

/** The total that the thread keeps, and the one that other services recount against. */
async function totals(postId: string): Promise<[kept: number, counted: number]> {
  const [{ kept }] = await town.service.database.manager.query(
    'SELECT comment_count AS kept FROM threads WHERE post_id = ?',
    [postId],
  );
  const { body } = await supertest(town.service.url)
    .get(countComments.path)
    .query({ ids: postId })
    .set(town.service.fromService('engagement'));
  return [kept, body.items[0].commentCount];
}

const listed = async (path: string) => (await town.request('get', path)).body.items;
const inOrder = async () => (await recountAll(town.service)).filter((line) => /comments under|replies to/.test(line));
/** The comments whose mark the recount finds wrong; it repairs them where `repair` says so. */
async function wrongMarks(repair = false): Promise<string[]> {
  const { differences } = await recountPage(town.service, 'hidden comments', {});
  if (repair) await recountPage(town.service, 'hidden comments', { repair: differences });
  return differences.map(({ id, is, should }) => `${id}: ${is} | ${should}`);
}
const threadsOf = async (type: string, postId: string) =>
  (await publishedEvents(town.service.database, type))
    .map(({ data }) => data as { postId: string; thread: { commentCount: number; version: number } })
    .filter((data) => data.postId === postId)
    .map(({ thread }) => [thread.commentCount, thread.version]);

test('the comments of a hidden account are in no list and no total, and are back when it is visible again', async () => {
  const postId = await town.post('1');
  const kept = await town.comment(postId, '3');
  await town.comment(postId, '2');
  await town.comment(postId, '2', kept);
  await town.comment(postId, '3', kept);
  expect(await totals(postId)).toEqual([4, 4]);
  await become('2', 'banned');
  expect(await inOrder()).toEqual([]);
  await town.visitPrivacyChanges();
  expect(await totals(postId)).toEqual([2, 2]);
  expect(await listed(`/posts/${postId}/comments`)).toMatchObject([{ id: kept, replyCount: 1 }]);
  expect(await listed(`/comments/${kept}/replies`)).toHaveLength(1);
  expect(await inOrder()).toEqual([]);

  await visited('2', 'active');
  expect(await totals(postId)).toEqual([4, 4]);
  const comments = await listed(`/posts/${postId}/comments`);
  expect(comments).toMatchObject([{ replyCount: 2 }, {}]);
  // Neither the marks nor the replies are edits.
  const isEdited = (one: { createdAt: string; updatedAt: string }) => one.updatedAt !== one.createdAt;
  expect(comments.filter(isEdited)).toEqual([]);
  expect(await inOrder()).toEqual([]);
  expect(await threadsOf('comment.updated', postId)).toEqual([
    [3, 5],
    [2, 6],
    [3, 7],
    [4, 8],
  ]);
});

test('a visit that runs twice, and a ban that is lifted before it runs, count nothing twice', async () => {
  const postId = await town.post('1');
  await town.comment(postId, '4');
  await visited('4', 'banned');
  await visited('4', 'banned');
  expect(await totals(postId)).toEqual([0, 0]);
  await become('4', 'active');
  await visited('4', 'banned');
  expect(await totals(postId)).toEqual([0, 0]);
  await visited('4', 'active');
  expect(await totals(postId)).toEqual([1, 1]);
});

test('the deletion of a hidden account and of its comments subtracts nothing a second time', async () => {
  const postId = await town.post('1');
  const answered = await town.comment(postId, '5');
  await town.comment(postId, '3', answered);
  const removed = await town.comment(postId, '5');
  await visited('5', 'banned');
  expect(await totals(postId)).toEqual([1, 1]);
  expect((await town.request('delete', `/comments/${removed}`, '1')).status).toBe(204);
  await town.service.deliver(userDeleted, { userId: '5' });
  await town.purge();
  await town.visitPrivacyChanges();
  expect(await totals(postId)).toEqual([1, 1]);
  expect(await listed(`/posts/${postId}/comments`)).toMatchObject([{ id: answered, deleted: true, replyCount: 1 }]);
  expect(await threadsOf('comment.deleted', postId)).toEqual([
    [1, 6],
    [1, 7],
  ]);
  expect(await inOrder()).toEqual([]);
});

test('the recount finds and repairs the marks of a visit that was lost, and the totals follow', async () => {
  const postId = await town.post('1');
  const id = await town.comment(postId, '3');
  await town.comment(postId, '2');
  const lost = async (status: ProfileStatus) => {
    await become('3', status);
    await town.service.database.manager.query('DELETE FROM privacy_changes');
  };
  await lost('banned');
  expect(await wrongMarks(true)).toContain(`${id}: visible | hidden`);
  expect([await wrongMarks(), await totals(postId)]).toEqual([[], [1, 1]]);
  await lost('active');
  expect(await wrongMarks(true)).toContain(`${id}: hidden | visible`);
  expect([await wrongMarks(), await totals(postId)]).toEqual([[], [2, 2]]);
  expect(await inOrder()).toEqual([]);
});

test('the recount that corrects a status which the service missed has the comments of the account visited', async () => {
  const postId = await town.post('1');
  await town.comment(postId, '4');
  town.exports.owned.profiles.set('4', testProfile('4', { status: 'banned', version: 1_000 }));
  const { differences } = await recountPage(town.service, 'people', {});
  await recountPage(town.service, 'people', { repair: differences.filter(({ id }) => id === '4') });
  await town.visitPrivacyChanges();
  expect([await wrongMarks(), await totals(postId)]).toEqual([[], [0, 0]]);
});
