import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MAX_IMAGE_BYTES, MediaView, profileUpdated, userBlocked } from '@townsquare/contracts';
import { testProfile } from '@townsquare/projections/testing';
import sharp from 'sharp';
import supertest from 'supertest';
import { PostTown, png, until } from './post-town.js';

const ANA = '1';
const FOLLOWER = '2';
const STRANGER = '3';
const BLOCKED = '4';

let town: PostTown;

beforeAll(async () => {
  town = await PostTown.start();
  town.addPerson(ANA, 'ana');
  town.addPerson(FOLLOWER, 'follower');
  town.addPerson(STRANGER, 'stranger');
  town.addPerson(BLOCKED, 'blocked');
  town.follow(FOLLOWER, ANA);
  const block = { blockerId: ANA, blockedId: BLOCKED, at: '2026-01-01T00:00:00.000Z' };
  await town.service.deliver(userBlocked, block);
});

afterAll(() => town.stop());

async function uploaded(userId = ANA): Promise<MediaView> {
  const { status, body } = await town.upload(userId, await png());
  expect(status).toBe(201);
  return MediaView.parse(body);
}

describe('POST /media', () => {
  test('returns the paths of the image, which is there in both sizes', async () => {
    const media = await uploaded();
    expect(media).toMatchObject({ url: `/api/v1/media/${media.id}/full`, width: 40, height: 20 });
    for (const address of [media.url, media.thumbnailUrl]) {
      const { status, headers, body } = await town.get(address, ANA);
      expect(status).toBe(200);
      expect(headers['content-type']).toBe('image/webp');
      expect(body.subarray(8, 12).toString()).toBe('WEBP');
    }
    expect(await town.count('media_removals')).toBe(0);
  });

  test('an animated GIF stays animated, and its thumbnail is a still', async () => {
    const frames = await Promise.all(
      ['red', 'lime', 'blue'].map((background) =>
        sharp({ create: { width: 40, height: 20, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const gif = await sharp(frames, { join: { animated: true } })
      .gif({ delay: [100, 200, 300] })
      .toBuffer();
    const { status, body } = await town.upload(ANA, gif);
    expect(status).toBe(201);
    expect(body).toMatchObject({ width: 40, height: 20 });
    const full = await sharp((await town.get(body.url, ANA)).body).metadata();
    expect(full).toMatchObject({ format: 'webp', pages: 3, delay: [100, 200, 300] });
    const thumbnail = await sharp((await town.get(body.thumbnailUrl, ANA)).body).metadata();
    expect(thumbnail).toMatchObject({ format: 'webp', width: 40, height: 20 });
    expect(thumbnail.pages ?? 1).toBe(1);
  });

  test('a file that is missing, too large or not an image is refused, and nothing is stored', async () => {
    const before = town.images.keys().length;
    const cases: [Buffer, object][] = [
      [Buffer.from('<svg onload="alert(1)"/>'), { status: 415, code: 'unsupported_media_type' }],
      [Buffer.from('GIF89a=1;alert(1)'), { status: 415, code: 'unsupported_media_type' }],
      [(await png()).subarray(0, -25), { status: 400, code: 'invalid_request', errors: [{ field: 'file' }] }],
      [Buffer.alloc(MAX_IMAGE_BYTES + 1), { status: 413, code: 'too_large' }],
    ];
    for (const [file, problem] of cases) expect((await town.upload(ANA, file)).body).toMatchObject(problem);
    const empty = await supertest(town.service.url)
      .post('/api/v1/media')
      .set(await town.service.as(ANA))
      .field('other', 'x');
    expect(empty.body).toMatchObject({ status: 400, code: 'invalid_request', errors: [{ field: 'file' }] });
    const json = await town.post('/api/v1/media', { file: 'x' }, ANA);
    expect(json.body).toMatchObject({ status: 415, code: 'unsupported_media_type' });
    expect(town.images.keys()).toHaveLength(before);
    expect(await town.count('media_removals')).toBe(0);
  });

  test('needs a signed-in user', async () => {
    expect((await town.upload(undefined, await png())).body).toMatchObject({ status: 401 });
  });

  test('a repeated idempotency key makes one image and deletes the second file; with another file it is refused', async () => {
    const key = { 'idempotency-key': 'picture' };
    const first = await town.upload(ANA, await png('#ff0000'), key);
    const again = await town.upload(ANA, await png('#ff0000'), key);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(await town.count('media_removals')).toBe(1);
    const other = await town.upload(ANA, await png('#00ff00'), key);
    expect(other.body).toMatchObject({ status: 409, code: 'idempotency_key_reused' });
    await town.query('DELETE FROM media_removals');
  });
});

describe('an image of a post', () => {
  test('is in the view of the post, which needs no text then', async () => {
    const media = await uploaded();
    const post = await town.write(ANA, '', { mediaId: media.id });
    expect(post).toMatchObject({ content: '', media });
    expect((await town.get(`/api/v1/posts/${post.id}`)).body.media).toEqual(media);
  });

  test('must be one that the author uploaded and that no post has', async () => {
    const media = await uploaded();
    const taken = { status: 400, code: 'invalid_request', errors: [{ field: 'mediaId' }] };
    const steal = await town.post('/api/v1/posts', { content: 'x', mediaId: media.id }, STRANGER);
    expect(steal.body).toMatchObject(taken);
    await town.write(ANA, 'x', { mediaId: media.id });
    const again = await town.post('/api/v1/posts', { content: 'x', mediaId: media.id }, ANA);
    expect(again.body).toMatchObject(taken);
  });

  test('two posts at once cannot both have it', async () => {
    const media = await uploaded();
    const body = { content: 'mine', mediaId: media.id };
    const answers = await Promise.all([1, 2, 3].map(() => town.post('/api/v1/posts', body, ANA)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 400, 400]);
  });

  test('can be replaced and removed, and the old image is deleted then', async () => {
    const [first, second] = [await uploaded(), await uploaded()];
    const post = await town.write(ANA, '', { mediaId: first.id });
    const replaced = await town.patch(`/api/v1/posts/${post.id}`, { mediaId: second.id }, ANA);
    expect(replaced.body.media).toEqual(second);
    expect((await town.get(first.url, ANA)).status).toBe(404);
    expect((await town.get(second.url)).status).toBe(200);
    const bare = await town.patch(`/api/v1/posts/${post.id}`, { mediaId: null }, ANA);
    expect(bare.body).toMatchObject({ status: 400, errors: [{ field: 'content' }] });
    expect((await town.get(second.url)).status).toBe(200);
    const text = await town.patch(`/api/v1/posts/${post.id}`, { mediaId: null, content: 'words' }, ANA);
    expect(text.body).toMatchObject({ media: null, content: 'words' });
    expect((await town.get(second.url, ANA)).status).toBe(404);
  });

  test('is always the one at the path in `media_url` of the post', async () => {
    const [first, second] = [await uploaded(), await uploaded()];
    const post = await town.write(ANA, 'x', { mediaId: first.id });
    const columns = async () =>
      (await town.query('SELECT media_id, media_url FROM posts WHERE id = ?', [post.id]))[0] as object;
    expect(await columns()).toEqual({ media_id: first.id, media_url: first.url });
    await town.patch(`/api/v1/posts/${post.id}`, { mediaId: second.id }, ANA);
    expect(await columns()).toEqual({ media_id: second.id, media_url: second.url });
    await town.patch(`/api/v1/posts/${post.id}`, { mediaId: null }, ANA);
    expect(await columns()).toEqual({ media_id: null, media_url: null });
  });

  test('is shown at the path in `media_url`', async () => {
    const media = await uploaded();
    const post = await town.write(ANA, 'x', { mediaId: media.id });
    await town.query('UPDATE posts SET media_url = ? WHERE id = ?', ['/elsewhere.webp', post.id]);
    expect((await town.get(`/api/v1/posts/${post.id}`)).body.media).toEqual({ ...media, url: '/elsewhere.webp' });
    const { items } = (await town.get(`/api/v1/users/${ANA}/posts`)).body;
    expect(items[0].media.url).toBe('/elsewhere.webp');
  });

  test('stays when a change names it again', async () => {
    const media = await uploaded();
    const post = await town.write(ANA, 'x', { mediaId: media.id });
    const { body } = await town.patch(`/api/v1/posts/${post.id}`, { mediaId: media.id, content: 'y' }, ANA);
    expect(body).toMatchObject({ media, content: 'y' });
    expect((await town.get(media.url)).status).toBe(200);
  });
});

describe('GET /media/{mediaId}/{variant}', () => {
  test('an image that no post has is visible to its uploader alone', async () => {
    const { url } = await uploaded();
    expect((await town.get(url, ANA)).headers['cache-control']).toContain('private');
    expect((await town.get(url, FOLLOWER)).status).toBe(404);
    expect((await town.get(url)).status).toBe(404);
  });

  test('the image of a public post is visible to all but blocked readers, and shared caches may keep it', async () => {
    const media = await uploaded();
    await town.write(ANA, 'x', { mediaId: media.id });
    for (const reader of [ANA, STRANGER, undefined]) {
      const { status, headers } = await town.get(media.url, reader);
      expect(status).toBe(200);
      expect(headers['cache-control']).toMatch(/^public/);
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
    expect((await town.get(media.url, BLOCKED)).status).toBe(404);
  });

  test('the image of a private post is visible to its author and followers, and no shared cache keeps it', async () => {
    const media = await uploaded();
    const post = await town.write(ANA, 'x', { mediaId: media.id, isPrivate: true });
    for (const reader of [ANA, FOLLOWER]) {
      const { status, headers } = await town.get(media.thumbnailUrl, reader);
      expect(status).toBe(200);
      expect(headers['cache-control']).toMatch(/^private/);
    }
    for (const reader of [STRANGER, BLOCKED, undefined]) {
      expect((await town.get(media.url, reader)).body).toMatchObject({ status: 404, code: 'not_found' });
    }
    await town.patch(`/api/v1/posts/${post.id}`, { isPrivate: false }, ANA);
    expect((await town.get(media.url, STRANGER)).status).toBe(200);
  });

  test('the image of a private account is visible to its owner and followers, and no shared cache keeps it', async () => {
    town.addPerson('30', 'cleo');
    town.follow(FOLLOWER, '30');
    const media = await uploaded('30');
    await town.write('30', 'x', { mediaId: media.id });
    expect((await town.get(media.url, STRANGER)).headers['cache-control']).toMatch(/^public/);
    const { version: _version, ...profile } = testProfile('30', { isPrivate: true });
    await town.service.deliver(profileUpdated, profile, { aggregateversion: 5 });
    for (const reader of ['30', FOLLOWER]) {
      expect((await town.get(media.url, reader)).headers['cache-control']).toMatch(/^private/);
    }
    for (const reader of [STRANGER, undefined]) expect((await town.get(media.url, reader)).status).toBe(404);
  });

  test('a client that has the image gets 304, if the reader may still see it', async () => {
    const media = await uploaded();
    await town.write(ANA, 'x', { mediaId: media.id });
    const { headers } = await town.get(media.url);
    const ask = async (userId?: string) =>
      supertest(town.service.url)
        .get(media.url)
        .set(await town.service.as(userId))
        .set('if-none-match', headers.etag!);
    expect((await ask()).status).toBe(304);
    expect((await ask(BLOCKED)).status).toBe(404);
  });

  test('an unknown image is not found, and an unknown size or invalid id is refused', async () => {
    expect((await town.get('/api/v1/media/999999/full', ANA)).status).toBe(404);
    expect((await town.get('/api/v1/media/1/huge', ANA)).body).toMatchObject({ errors: [{ field: 'variant' }] });
    expect((await town.get('/api/v1/media/x/full', ANA)).body).toMatchObject({ errors: [{ field: 'mediaId' }] });
  });

  test('an image whose file is lost is not found', async () => {
    const media = await uploaded();
    const [row] = await town.query<{ storage_key: string }>('SELECT storage_key FROM media WHERE id = ?', [media.id]);
    await town.images.remove(row!.storage_key);
    expect((await town.get(media.url, ANA)).status).toBe(404);
  });
});

describe('files without a row', () => {
  const keyOf = async (id: string) =>
    (await town.query<{ storage_key: string }>('SELECT storage_key FROM media WHERE id = ?', [id]))[0]!.storage_key;

  test('are deleted, also when the image store fails at first', async () => {
    const kept = await uploaded();
    const [free, stale, deleted] = [await uploaded(), await uploaded(), await uploaded()];
    const keys = { free: await keyOf(free.id), stale: await keyOf(stale.id), deleted: await keyOf(deleted.id) };
    await town.write(ANA, 'stays', { mediaId: kept.id });
    const post = await town.write(ANA, 'goes', { mediaId: deleted.id });
    await town.query('UPDATE media SET created_at = UTC_TIMESTAMP(3) - INTERVAL 25 HOUR WHERE id IN (?)', [
      [stale.id, kept.id],
    ]);
    await town.delete(`/api/v1/posts/${post.id}`, ANA);
    const remove = town.images.remove.bind(town.images);
    let failures = 0;
    town.images.remove = async (key) => {
      if (key === keys.deleted && failures++ === 0) throw new Error('The disk is full of holes.');
      return remove(key);
    };
    town.posts.mediaCleaner.start();
    await until(() => failures === 1 && !town.images.keys().includes(keys.stale));
    expect(await town.count('media_removals', `storage_key = '${keys.deleted}'`)).toBe(1);
    // The minute passes.
    await town.query('UPDATE media_removals SET due_at = UTC_TIMESTAMP(3)');
    town.posts.mediaCleaner.wake();
    await until(async () => (await town.count('media_removals')) === 0);
    expect(town.images.keys()).not.toContain(keys.deleted);
    expect(town.images.keys()).toContain(keys.free);
    expect((await town.get(kept.url)).status).toBe(200);
    expect((await town.get(stale.url, ANA)).status).toBe(404);
  });
});
