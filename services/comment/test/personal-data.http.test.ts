import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { askForPersonalData, personalDataOf } from '@townsquare/kit/testing';
import { Town } from './town.js';

let town: Town;
beforeAll(async () => {
  town = await Town.open();
});
afterAll(() => town.close());

test('the personal data of an account are its own comments, page by page', async () => {
  const post = await town.post('2');
  const first = await town.comment(post, '2', undefined, 'Mine');
  const othersReply = await town.comment(post, '3', first, 'Yours');
  const second = await town.comment(post, '2', othersReply, 'Thanks');
  const third = await town.comment(await town.post('1', { isPrivate: false }), '2', undefined, 'Hello');
  const deleted = await town.comment(post, '2', undefined, 'Away with it');
  await town.comment(post, '4', deleted, 'Why?');
  expect((await town.request('delete', `/comments/${deleted}`, '2')).status).toBe(204);
  const { items, pages } = await personalDataOf(town.service, 'comments', '2');
  expect(pages).toBe(2);
  expect(items).toMatchObject([
    { commentId: third, content: 'Hello' },
    { commentId: second, postId: post, parentCommentId: othersReply, content: 'Thanks' },
    { commentId: first, postId: post, parentCommentId: null, content: 'Mine' },
  ]);
  expect(items).toHaveLength(3);
  expect((await personalDataOf(town.service, 'comments', '5')).items).toEqual([]);
});

test('only the auth service may read personal data', async () => {
  const ask = async (from: string) => (await askForPersonalData(town.service, from, 'comments', 'userId=2')).status;
  expect([await ask('auth'), await ask('engagement'), await ask('gateway')]).toEqual([200, 403, 403]);
});
