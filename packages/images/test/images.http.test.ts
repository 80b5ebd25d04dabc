import { beforeAll, describe, expect, test } from '@jest/globals';
import { AppError, createLogger, errorHandler } from '@townsquare/kit';
import express, { type Express } from 'express';
import sharp from 'sharp';
import supertest from 'supertest';
import { imageUpload, processImage, sendImage, uploadedBytes } from '../src/index.js';

const MAX_BYTES = 20_000;

function createTestApp(): Express {
  const app = express();
  app.disable('etag');
  app.post('/images', imageUpload('file', MAX_BYTES), async (request, response) => {
    const { variants, width, height } = await processImage(uploadedBytes(request));
    response.json({ width, height, body: request.body, bytes: variants.full.length });
  });
  app.get('/images/:name', async (request, response) => {
    const audience = request.query.audience === 'private' ? 'private' : 'public';
    const read = async () => {
      if (request.params.name === 'broken') throw new AppError('unavailable');
      return Buffer.from('image');
    };
    await sendImage(response, { tag: 'tag-1', audience, read });
  });
  app.use(errorHandler(createLogger('test', 'silent')));
  return app;
}

describe('an upload', () => {
  const app = createTestApp();
  let png: Buffer;

  beforeAll(async () => {
    png = await sharp({ create: { width: 8, height: 6, channels: 3, background: '#123456' } })
      .png()
      .toBuffer();
  });

  test('gives the route the bytes of the image, and their digest as the body', async () => {
    const { status, body } = await supertest(app).post('/images').attach('file', png, 'a.png');
    expect(status).toBe(200);
    expect(body).toMatchObject({ width: 8, height: 6, body: { file: expect.stringMatching(/^[0-9a-f]{64}$/) } });
  });

  test('is judged by its content and not by its name', async () => {
    const lie = supertest(app).post('/images').attach('file', Buffer.from('<svg/>'), {
      filename: 'a.png',
      contentType: 'image/png',
    });
    expect((await lie).body).toMatchObject({ status: 415, code: 'unsupported_media_type' });
  });

  test('without a file is refused with the name of the field', async () => {
    const { body } = await supertest(app)
      .post('/images')
      .set('content-type', 'multipart/form-data; boundary=x')
      .send('--x--\r\n');
    expect(body).toMatchObject({ status: 400, code: 'invalid_request', errors: [{ field: 'file' }] });
  });

  test('in another field is refused with the name of that field', async () => {
    const { body } = await supertest(app).post('/images').attach('picture', png, 'a.png');
    expect(body).toMatchObject({ status: 400, code: 'invalid_request', errors: [{ field: 'picture' }] });
  });

  test('with a second file, or a plain field, is refused', async () => {
    const two = await supertest(app).post('/images').attach('file', png, 'a.png').attach('file', png, 'b.png');
    expect(two.body).toMatchObject({ status: 400, code: 'invalid_request', errors: [{ field: 'file' }] });
    const plain = await supertest(app).post('/images').field('file', 'text');
    expect(plain.body).toMatchObject({ status: 400, code: 'invalid_request', errors: [{ field: 'file' }] });
  });

  test('that is too large is refused', async () => {
    const { body } = await supertest(app)
      .post('/images')
      .attach('file', Buffer.alloc(MAX_BYTES + 1), 'a.png');
    expect(body).toMatchObject({ status: 413, code: 'too_large' });
  });

  test('that is not a form, or a broken one, is refused', async () => {
    const json = await supertest(app).post('/images').send({ file: 'x' });
    expect(json.body).toMatchObject({ status: 415, code: 'unsupported_media_type' });
    const send = (type: string, text: string) => supertest(app).post('/images').set('content-type', type).send(text);
    const early = 'multipart/form-data; boundary=x';
    const head = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\nabc';
    expect((await send(early, head)).body).toMatchObject({ status: 400, code: 'invalid_request' });
    expect((await send('multipart/form-data', head)).body).toMatchObject({ status: 400, code: 'invalid_request' });
  });
});

describe('an image that is served', () => {
  const app = createTestApp();

  test('may be cached, and browsers cannot run it', async () => {
    const { status, headers, body } = await supertest(app).get('/images/1');
    expect(status).toBe(200);
    expect(body).toEqual(Buffer.from('image'));
    expect(headers).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'public, max-age=31536000, s-maxage=300, immutable',
      etag: '"tag-1"',
      'content-disposition': 'inline',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
  });

  test('is not kept by shared caches when it is private', async () => {
    const { headers } = await supertest(app).get('/images/1?audience=private');
    expect(headers['cache-control']).toBe('private, max-age=31536000, immutable');
  });

  test.each(['"tag-1"', 'W/"tag-1"', '"other", "tag-1"', '*'])(
    'is not sent to a client that has it: %s',
    async (tag) => {
      const { status, headers, text } = await supertest(app).get('/images/broken').set('if-none-match', tag);
      expect([status, text, headers.etag]).toEqual([304, '', '"tag-1"']);
    },
  );

  test('is sent to a client that has another one, and an error may not be cached', async () => {
    expect((await supertest(app).get('/images/1').set('if-none-match', '"tag-2"')).status).toBe(200);
    const { status, headers } = await supertest(app).get('/images/broken');
    expect(status).toBe(503);
    expect(headers['cache-control']).toBeUndefined();
    expect(headers.etag).toBeUndefined();
  });
});
