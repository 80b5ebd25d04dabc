import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { userDeleted } from '@townsquare/contracts';
import { publishedEvents } from '@townsquare/kit/testing';
import supertest from 'supertest';
import { cleanPictures } from '../src/workers/clean-pictures.js';
import { addProfiles, emptyTables, startUser, type UserUnderTest } from './start-user.js';

/** A PNG of one pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let town: UserUnderTest;
beforeAll(async () => {
  town = await startUser();
});
afterAll(() => town.service.stop());

let next = 100;
let me: string;
beforeEach(async () => {
  await emptyTables(town.database);
  for (const key of town.images.keys()) await town.images.remove(key);
  me = String(next++);
  await addProfiles(town.database, [me]);
});

const upload = async (file: Buffer, as: string | undefined = me, field = 'file') =>
  supertest(town.service.url)
    .put('/api/v1/profiles/me/picture')
    .set(await town.service.as(as))
    .attach(field, file, 'picture.png');
const read = async (path: string, headers: Record<string, string> = {}) =>
  supertest(town.service.url)
    .get(path)
    .set({ ...(await town.service.as()), ...headers });
const age = () => town.database.manager.query('UPDATE pictures SET unused_since = unused_since - INTERVAL 2 HOUR');

describe('a picture', () => {
  test('is shown on the profile, published, and served so that clients can cache it', async () => {
    const { status, body } = await upload(PNG);
    expect(status).toBe(200);
    expect(body.profilePicture).toMatch(new RegExp(`^/api/v1/profiles/${me}/picture/[0-9a-f]{32}/thumbnail$`));
    const [event] = await publishedEvents(town.database, 'profile.updated');
    expect(event).toMatchObject({ aggregateversion: 2, data: { profilePicture: body.profilePicture } });
    for (const path of [body.profilePicture, body.profilePicture.replace('thumbnail', 'full')]) {
      const picture = await read(path);
      expect(picture.status).toBe(200);
      expect(picture.headers).toMatchObject({
        'content-type': 'image/webp',
        'cache-control': expect.stringContaining('immutable'),
      });
      expect((await read(path, { 'if-none-match': picture.headers.etag! })).status).toBe(304);
    }
  });

  test('is replaced by the next one at a new path, and its files are deleted later', async () => {
    const first = (await upload(PNG)).body.profilePicture;
    const second = (await upload(PNG)).body.profilePicture;
    expect(second).not.toBe(first);
    await cleanPictures(town.database, town.images);
    expect((await read(first)).status).toBe(200);
    await age();
    await cleanPictures(town.database, town.images);
    expect((await read(first)).status).toBe(404);
    expect((await read(second)).status).toBe(200);
    expect(town.images.keys()).toHaveLength(1);
  });

  test('is removed once', async () => {
    await upload(PNG);
    const headers = await town.service.as(me);
    for (const _ of [1, 2]) {
      expect((await supertest(town.service.url).delete('/api/v1/profiles/me/picture').set(headers)).status).toBe(204);
    }
    expect((await supertest(town.service.url).get('/api/v1/profiles/me').set(headers)).body.profilePicture).toBeNull();
    expect(await publishedEvents(town.database, 'profile.updated')).toHaveLength(2);
    await age();
    await cleanPictures(town.database, town.images);
    expect(town.images.keys()).toEqual([]);
  });

  test('that arrives after the deletion of the account leaves no files', async () => {
    await town.service.deliver(userDeleted, { userId: me }, { aggregateversion: 2 });
    while (await town.user.purges.purgeBatch());
    expect((await upload(PNG)).status).toBe(404);
    await age();
    await cleanPictures(town.database, town.images);
    expect(town.images.keys()).toEqual([]);
  });
});

describe('an upload is refused', () => {
  test('when the file is not an image, whatever its name says', async () => {
    expect((await upload(Buffer.from('<svg onload="alert(1)"/>'))).status).toBe(415);
    expect(await publishedEvents(town.database)).toEqual([]);
    expect(town.images.keys()).toEqual([]);
  });

  test('when the file is too large', async () => {
    expect((await upload(Buffer.alloc(8 * 1024 * 1024 + 1))).status).toBe(413);
  });

  test('when the field is another, the body is not a form, or the client is signed out', async () => {
    expect((await upload(PNG, me, 'picture')).status).toBe(400);
    const headers = await town.service.as(me);
    const json = await supertest(town.service.url).put('/api/v1/profiles/me/picture').set(headers).send({ file: 'x' });
    expect(json.status).toBe(415);
    expect(
      (
        await supertest(town.service.url)
          .delete('/api/v1/profiles/me/picture')
          .set(await town.service.as())
      ).status,
    ).toBe(401);
    const signedOut = supertest(town.service.url).put('/api/v1/profiles/me/picture');
    expect((await signedOut.set(await town.service.as()).attach('file', PNG, 'p.png')).status).toBe(401);
  });

  test('and a path that is not the path of a picture is not found', async () => {
    const missing = await read(`/api/v1/profiles/${me}/picture/${'0'.repeat(32)}/full`);
    expect(missing.status).toBe(404);
    expect(missing.headers['cache-control']).toBeUndefined();
    expect((await read(`/api/v1/profiles/${me}/picture/nonsense/full`)).status).toBe(400);
    expect((await read(`/api/v1/profiles/${me}/picture/${'0'.repeat(32)}/huge`)).status).toBe(400);
  });
});
