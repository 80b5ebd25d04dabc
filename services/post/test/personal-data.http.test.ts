import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { profileUpdated } from '@townsquare/contracts';
import { askForPersonalData, personalDataOf } from '@townsquare/kit/testing';
import { testProfile } from '@townsquare/projections/testing';
import supertest from 'supertest';
import { PostTown, png } from './post-town.js';

const ANA = '1';
const BEN = '2';

let town: PostTown;
beforeAll(async () => {
  town = await PostTown.start();
  town.addPerson(ANA, 'ana');
  town.addPerson(BEN, 'ben');
});
afterAll(() => town.stop());

test('the personal data of this service has all posts of the person, the private ones too, and no others', async () => {
  const { version: _version, ...ben } = testProfile(BEN, { username: 'ben' });
  await town.service.deliver(profileUpdated, ben);
  const open = await town.write(ANA, 'Fresh bread #breakfast with @ben');
  const closed = await town.write(ANA, 'Between us', { isPrivate: true });
  const media = (await town.upload(ANA, await png())).body;
  const pictured = await town.write(ANA, '', { mediaId: media.id });
  await town.write(BEN, 'Mine');
  const { items, pages } = await personalDataOf(town.service, 'posts', ANA);
  expect(pages).toBe(2);
  expect(items).toMatchObject([
    { postId: pictured.id, content: '', image: media.id },
    { postId: closed.id, content: 'Between us', isPrivate: true, image: null },
    { postId: open.id, hashtags: ['breakfast'], mentions: [{ userId: BEN, username: 'ben' }], isPrivate: false },
  ]);
  expect(items[2]).toMatchObject({ createdAt: open.createdAt, updatedAt: open.updatedAt });
  expect((await personalDataOf(town.service, 'posts', '3')).items).toEqual([]);
});

test('the personal data has the images of the person, with or without a post, which can be read for them alone', async () => {
  const free = (await town.upload(BEN, await png('#ff0000'))).body;
  const other = (await town.upload(BEN, await png('#00ff00'))).body;
  const third = (await town.upload(BEN, await png('#0000ff'))).body;
  const post = await town.write(BEN, 'Look', { mediaId: other.id });
  const { items, pages } = await personalDataOf(town.service, 'images', BEN);
  expect(pages).toBe(2);
  expect(items).toMatchObject([
    { image: third.id, postId: null, width: 40, height: 20 },
    { image: other.id, postId: post.id },
    { image: free.id, postId: null },
  ]);
  const ask = (image: string, userId: string, from = 'auth') =>
    supertest(town.service.url)
      .get(`/internal/personal-images/${image}?userId=${userId}`)
      .set(town.service.fromService(from));
  const [row] = await town.query<{ storage_key: string }>('SELECT storage_key FROM media WHERE id = ?', [free.id]);
  expect((await ask(free.id, BEN).expect(200)).body).toEqual(await town.images.read(row!.storage_key, 'full'));
  await ask(free.id, ANA).expect(404);
  await ask('999999', BEN).expect(404);
  await ask(free.id, BEN, 'gateway').expect(403);
});

test('it can be read by the auth service alone, in the kinds that exist', async () => {
  const ask = async (from: string, kind: string) =>
    (await askForPersonalData(town.service, from, kind, `userId=${ANA}`)).status;
  expect(await ask('auth', 'images')).toBe(200);
  expect(await ask('user', 'images')).toBe(403);
  expect(await ask('auth', 'comments')).toBe(400);
});
