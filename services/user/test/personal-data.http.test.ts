import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { userDeleted } from '@townsquare/contracts';
import { askForPersonalData, personalDataOf } from '@townsquare/kit/testing';
import supertest from 'supertest';
import { addFollows, addProfiles, startUser, type UserUnderTest } from './start-user.js';

/** A PNG of one pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const SINCE = '1970-01-01T00:00:01.000Z';

let town: UserUnderTest;

/**
 * 1 follows 2 and is followed by 2 to 6; has blocked 7 and 8, and muted 2 and some words. 9 has blocked and muted 1. 6 is
 * gone. 4 has a private account, which 1 and 3 ask to follow.
 */
beforeAll(async () => {
  town = await startUser();
  await addProfiles(town.database, ['1', '2', '3', '4', '5', '6', '7', '8', '9']);
  await addFollows(town.database, [['1', '2'], ...['2', '3', '4', '5', '6'].map((id): [string, string] => [id, '1'])]);
  for (const [actor, path] of [
    ['1', '7/block'],
    ['1', '8/block'],
    ['1', '2/mute'],
    ['9', '1/mute'],
    ['9', '1/block'],
  ] as const) {
    expect(await as(actor, 'put', `users/${path}`)).toBe(204);
  }
  expect(await as('4', 'patch', 'profiles/me', { isPrivate: true })).toBe(200);
  for (const asker of ['1', '3']) expect(await as(asker, 'put', 'users/4/follow')).toBe(202);
  for (const [actor, dismissed] of [
    ['1', '5'],
    ['9', '4'],
  ] as const)
    expect(await as(actor, 'delete', `suggestions/people/${dismissed}`)).toBe(204);
  expect(await as('1', 'put', 'mutes/words', { words: ['spoiler', 'football'] })).toBe(200);
  await town.service.deliver(userDeleted, { userId: '6' }, { aggregateversion: 2 });
});
afterAll(() => town.service.stop());

/** What somebody does; answers the status. */
const as = async (userId: string, method: 'put' | 'patch' | 'delete', path: string, body?: object) =>
  (
    await supertest(town.service.url)
      [method](`/api/v1/${path}`)
      .set(await town.service.as(userId))
      .send(body)
  ).status;
const held = async (kind: string, userId = '1') => (await personalDataOf(town.service, kind, userId)).items;
const person = (userId: string) => ({ userId, username: `user_${userId}`, fullName: `Person ${userId}` });

describe('the personal data of this service', () => {
  test('has the profile of the person', async () => {
    expect(await held('profile')).toMatchObject([{ ...person('1'), bio: '', status: 'active', isPrivate: false }]);
    expect(await held('profile', '6')).toEqual([]);
  });

  test('has whom they follow and who follows them, page by page, each once', async () => {
    expect(await held('following')).toEqual([{ ...person('2'), since: SINCE }]);
    const { items, pages } = await personalDataOf(town.service, 'followers', '1');
    expect(items).toEqual(['5', '4', '3', '2'].map((id) => ({ ...person(id), since: SINCE })));
    expect(pages).toBe(2);
  });

  test('has whom they have blocked and muted, and never who has blocked or muted them', async () => {
    expect(await held('blocks')).toMatchObject([person('8'), person('7')]);
    expect(await held('mutes')).toMatchObject([person('2')]);
    expect(await held('blocks', '7')).toEqual([]);
    expect(await held('mutes', '2')).toEqual([]);
  });

  test('has whom they have dismissed as a suggestion, and never who has dismissed them', async () => {
    expect(await held('dismissed-suggestions')).toMatchObject([person('5')]);
    expect(await held('dismissed-suggestions', '4')).toEqual([]);
  });

  test('has the requests to follow in both directions, and the muted words', async () => {
    expect(await held('follow-requests-sent')).toMatchObject([person('4')]);
    expect(await held('follow-requests-received')).toEqual([]);
    expect(await held('follow-requests-received', '4')).toMatchObject([person('3'), person('1')]);
    expect(await held('muted-words')).toEqual([{ word: 'football' }, { word: 'spoiler' }]);
    expect(await held('muted-words', '4')).toEqual([]);
  });

  test('has their picture, which can be read by its name for them alone', async () => {
    const upload = async () =>
      supertest(town.service.url)
        .put('/api/v1/profiles/me/picture')
        .set(await town.service.as('3'))
        .attach('file', PNG, 'picture.png')
        .expect(200);
    await upload();
    const { body } = await upload();
    const key = body.profilePicture.split('/').at(-2);
    expect(await held('pictures', '3')).toEqual([{ image: key }]);
    const ask = (image: string, userId: string, from = 'auth') =>
      supertest(town.service.url)
        .get(`/internal/personal-images/${image}?userId=${userId}`)
        .set(town.service.fromService(from));
    const picture = await ask(key, '3').expect(200);
    expect(picture.headers['content-type']).toBe('image/webp');
    expect(picture.body).toEqual(await town.images.read(key, 'full'));
    await ask(key, '4').expect(404);
    await ask('0'.repeat(32), '3').expect(404);
    await ask('nothing', '3').expect(400);
    await ask(key, '3', 'gateway').expect(403);
  });

  test('can be read by the auth service alone, in the kinds that exist', async () => {
    const ask = async (from: string, kind: string, query = 'userId=1') =>
      (await askForPersonalData(town.service, from, kind, query)).status;
    expect(await ask('auth', 'mutes')).toBe(200);
    expect(await ask('gateway', 'mutes')).toBe(403);
    expect(await ask('post', 'mutes')).toBe(403);
    expect(await ask('auth', 'posts')).toBe(400);
    expect(await ask('auth', 'mutes', '')).toBe(400);
    expect(await ask('auth', 'mutes', 'userId=1&cursor=x')).toBe(400);
    const path = '/internal/personal-data/mutes?userId=1';
    await supertest(town.service.url)
      .get(path)
      .set(await town.service.as('1'))
      .expect(403);
  });
});
