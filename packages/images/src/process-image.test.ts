import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { processImage } from './process-image.js';

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 40, b: 40 } } });

/** A PNG that says it has these dimensions, and holds next to nothing. */
function pngOfSize(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const checksum = Buffer.alloc(4);
    checksum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, checksum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const pixels = deflateSync(Buffer.alloc(1000));
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

const refusal = (file: Buffer) =>
  processImage(file).then(
    () => 'accepted',
    (error) => error.code,
  );

describe('an image that is accepted', () => {
  test.each(['jpeg', 'png', 'webp', 'gif'] as const)('%s becomes WebP in two sizes', async (format) => {
    const file = await picture(2400, 1200).toFormat(format).toBuffer();
    const { variants, width, height } = await processImage(file);
    expect([width, height]).toEqual([1600, 800]);
    expect(await sharp(variants.full).metadata()).toMatchObject({ format: 'webp', width: 1600, height: 800 });
    expect(await sharp(variants.thumbnail).metadata()).toMatchObject({ format: 'webp', width: 400, height: 200 });
  });

  test('a small one is not enlarged', async () => {
    const { variants, width, height } = await processImage(await picture(30, 20).png().toBuffer());
    expect([width, height]).toEqual([30, 20]);
    expect(await sharp(variants.thumbnail).metadata()).toMatchObject({ width: 30, height: 20 });
  });

  test('is turned upright, and loses its metadata', async () => {
    const file = await picture(60, 30)
      .jpeg()
      .withMetadata({ orientation: 6 })
      .withExifMerge({ IFD0: { Copyright: 'secret place' } })
      .toBuffer();
    const { variants, width, height } = await processImage(file);
    expect([width, height]).toEqual([30, 60]);
    const metadata = await sharp(variants.full).metadata();
    expect(metadata.exif).toBeUndefined();
    expect(metadata.orientation).toBeUndefined();
    expect(variants.full.includes('secret place')).toBe(false);
  });

  test('loses what is hidden behind its end', async () => {
    const script = Buffer.from('<html><script>alert(1)</script></html>');
    const { variants } = await processImage(Buffer.concat([await picture(50, 50).jpeg().toBuffer(), script]));
    expect(variants.full.includes('<script>')).toBe(false);
    expect(variants.thumbnail.includes('<script>')).toBe(false);
  });

  test('loses a script in its comment', async () => {
    const jpeg = await picture(50, 50).jpeg().toBuffer();
    const text = Buffer.from('*/=alert(1)/*');
    const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, text.length + 2]), text]);
    const { variants } = await processImage(Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]));
    expect(variants.full.includes('alert')).toBe(false);
  });
});

describe('a file that is refused', () => {
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('hello, this is no image')],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['SVG with a declaration', Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9"/>')],
    ['HTML', Buffer.from('<!doctype html><img src=x onerror=alert(1)>')],
    ['PDF', Buffer.from('%PDF-1.7\n%âãÏÓ\n')],
    ['a script that begins like a GIF', Buffer.from('GIF89a=1;alert(document.cookie);/*')],
    ['text that begins like a PNG', Buffer.from('\x89PNG\r\n\x1a\nhello there, nothing but text', 'latin1')],
    ['text that begins like a JPEG', Buffer.from('\xff\xd8\xff\xe0hello there, nothing but text', 'latin1')],
  ])('%s has the wrong type', async (_case, file) => {
    expect(await refusal(file)).toBe('unsupported_media_type');
  });

  test('an image of another type has the wrong type', async () => {
    expect(await refusal(await picture(10, 10).tiff().toBuffer())).toBe('unsupported_media_type');
    expect(await refusal(await picture(10, 10).avif().toBuffer())).toBe('unsupported_media_type');
  });

  test.each([
    ['jpeg', 'invalid_request'],
    ['png', 'invalid_request'],
    // Its length stands in its header, which is therefore a lie.
    ['webp', 'unsupported_media_type'],
  ] as const)('a %s that ends early: %s', async (format, code) => {
    const noise = Buffer.from(Array.from({ length: 200 * 200 * 3 }, (_, index) => (index * 7919) % 251));
    const file = await sharp(noise, { raw: { width: 200, height: 200, channels: 3 } })
      .toFormat(format)
      .toBuffer();
    expect(await refusal(file.subarray(0, Math.floor(file.length / 2)))).toBe(code);
  });

  test('one with too many pixels is not valid, and is not decoded', async () => {
    const started = performance.now();
    expect(await refusal(pngOfSize(30_000, 30_000))).toBe('invalid_request');
    expect(await refusal(pngOfSize(50_001, 1_000))).toBe('invalid_request');
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
