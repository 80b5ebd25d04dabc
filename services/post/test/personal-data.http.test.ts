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

test('what is held of a person are their posts, the private ones too, page by page, and nothing of another', async () => {
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

test('and their images, with or without a post, which are theirs alone to get', async () => {
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

test('it is for the service that makes the download, of kinds that there are', async () => {
  const ask = async (from: string, kind: string) =>
    (await askForPersonalData(town.service, from, kind, `userId=${ANA}`)).status;
  expect(await ask('auth', 'images')).toBe(200);
  expect(await ask('user', 'images')).toBe(403);
  expect(await ask('auth', 'comments')).toBe(400);
});
