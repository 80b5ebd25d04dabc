import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { askForPersonalData, personalDataOf } from '@townsquare/kit/testing';
import { Town } from './town.js';

let town: Town;
beforeAll(async () => {
  town = await Town.open();
});
afterAll(() => town.close());

test('the personal data of an account are its own reactions, page by page', async () => {
  const post = await town.post('1');
  const own = await town.post('3');
  const comment = await town.comment(post, '2');
  await town.react(`posts/${post}`, '3', 'like');
  await town.react(`posts/${own}`, '4', 'love');
  await town.react(`comments/${comment}`, '3', 'haha');
  await town.react(`posts/${own}`, '3', 'sad');
  const withdrawn = await town.post('1');
  await town.react(`posts/${withdrawn}`, '3', 'angry');
  await town.request('delete', `/posts/${withdrawn}/reactions`, '3');
  const { items, pages } = await personalDataOf(town.service, 'reactions', '3');
  expect(pages).toBe(2);
  expect(items).toEqual([
    { target: { type: 'post', id: own }, type: 'sad', createdAt: expect.any(String) },
    { target: { type: 'comment', id: comment }, type: 'haha', createdAt: expect.any(String) },
    { target: { type: 'post', id: post }, type: 'like', createdAt: expect.any(String) },
  ]);
  expect((await personalDataOf(town.service, 'reactions', '1')).items).toEqual([]);
});

test('only the auth service may read personal data', async () => {
  const ask = async (from: string) => (await askForPersonalData(town.service, from, 'reactions', 'userId=3')).status;
  expect([await ask('auth'), await ask('notification'), await ask('gateway')]).toEqual([200, 403, 403]);
});
