import { deflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { animation, apng, HEIC, heicThatClaims, pngOfSize, withCanvas } from '../test/sample-images.js';
import { MAX_FRAMES, processImage } from './process-image.js';

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 40, b: 40 } } });

/** The colour at a point of a frame, rounded so that the losses of an encoding do not count. */
async function colorAt(file: Buffer, frame: number, left: number, top: number): Promise<number[]> {
  const { data } = await sharp(file, { page: frame })
    .ensureAlpha()
    .extract({ left, top, width: 1, height: 1 })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return [...data].map((value) => Math.round(value / 32) * 32);
}

const RED = [256, 0, 0, 256];
const GREEN = [0, 256, 0, 256];
const BLUE = [0, 0, 256, 256];
const WHITE = [256, 256, 256, 256];
const CLEAR = [0, 0, 0, 0];

const NEXT_TO_NOTHING = deflateSync(Buffer.alloc(1000));

/** A JPEG as some telephones write it: XMP data announces a gain map, which stands as a JPEG behind the first one. */
function withGainMap(base: Buffer, gainMap: Buffer): Buffer {
  const xmp = `http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" xmlns:Container="http://ns.google.com/photos/1.0/container/" xmlns:Item="http://ns.google.com/photos/1.0/container/item/" hdrgm:Version="1.0"><Container:Directory><rdf:Seq><rdf:li rdf:parseType="Resource"><Container:Item Item:Semantic="Primary" Item:Mime="image/jpeg"/></rdf:li><rdf:li rdf:parseType="Resource"><Container:Item Item:Semantic="GainMap" Item:Mime="image/jpeg" Item:Length="${gainMap.length}"/></rdf:li></rdf:Seq></Container:Directory></rdf:Description></rdf:RDF></x:xmpmeta>`;
  const index = multiPictureIndex(base.length, gainMap.length);
  return Buffer.concat([
    base.subarray(0, 2),
    segment(0xe1, Buffer.from(xmp)),
    segment(0xe2, index),
    base.subarray(2),
    gainMap,
  ]);
}

/** The index of two pictures of the Multi-Picture Format (CIPA DC-007), big-endian. */
function multiPictureIndex(firstLength: number, secondLength: number): Buffer {
  const entry = (tag: number, type: number, count: number, value: number[]) => {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt16BE(tag, 0);
    bytes.writeUInt16BE(type, 2);
    bytes.writeUInt32BE(count, 4);
    bytes.set(value, 8);
    return bytes;
  };
  const pictures = Buffer.alloc(32);
  pictures.writeUInt32BE(0x00030000, 0);
  pictures.writeUInt32BE(firstLength, 4);
  pictures.writeUInt32BE(secondLength, 20);
  pictures.writeUInt32BE(firstLength, 24);
  return Buffer.concat([
    Buffer.from('MPF\0MM\0*\0\0\0\x08\0\x03', 'latin1'),
    entry(0xb000, 7, 4, [0x30, 0x31, 0x30, 0x30]),
    entry(0xb001, 4, 1, [0, 0, 0, 2]),
    entry(0xb002, 7, 32, [0, 0, 0, 50]),
    Buffer.alloc(4),
    pictures,
  ]);
}

function segment(marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}

const refusal = (file: Buffer) =>
  processImage(file).then(
    () => 'accepted',
    (error) => error.code ?? error,
  );

describe('an accepted image', () => {
  test.each(['jpeg', 'png', 'webp', 'gif', 'avif'] as const)('%s becomes WebP in two sizes', async (format) => {
    const file = await picture(2400, 1200).toFormat(format).toBuffer();
    const { variants, width, height } = await processImage(file);
    expect([width, height]).toEqual([1600, 800]);
    expect(await sharp(variants.full).metadata()).toMatchObject({ format: 'webp', width: 1600, height: 800 });
    expect(await sharp(variants.thumbnail).metadata()).toMatchObject({ format: 'webp', width: 400, height: 200 });
  });

  test('is not enlarged when it is small', async () => {
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

  test('loses data after its end', async () => {
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

describe('a photograph of a phone', () => {
  test('in HEIC is turned upright once, and loses the author and the place', async () => {
    for (const text of ['Ana Silva', 'Camera of Ana']) expect(HEIC.includes(text)).toBe(true);
    const { variants, width, height } = await processImage(HEIC);
    expect([width, height]).toEqual([64, 96]);
    const corners = [
      await colorAt(variants.full, 0, 10, 10),
      await colorAt(variants.full, 0, 54, 10),
      await colorAt(variants.full, 0, 10, 86),
      await colorAt(variants.full, 0, 54, 86),
    ];
    expect(corners).toEqual([[32, 64, 192, 256], [224, 32, 32, 256], WHITE, [32, 192, 64, 256]]);
    for (const bytes of Object.values(variants)) {
      const { exif, xmp, icc, format } = await sharp(bytes).metadata();
      expect([exif, xmp, icc, format]).toEqual([undefined, undefined, undefined, 'webp']);
      for (const text of ['Ana Silva', 'Camera of Ana']) expect(bytes.includes(text)).toBe(false);
    }
  });

  test('in HEIC does not block the process while it is decoded', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await processImage(HEIC).finally(() => clearInterval(timer));
    expect(turns).toBeGreaterThan(3);
  });

  test('in JPEG with a gain map is read as its base image, and the gain map is lost', async () => {
    const gainMap = await sharp({ create: { width: 24, height: 24, channels: 3, background: '#888888' } })
      .jpeg()
      .toBuffer();
    const base = await picture(48, 48).jpeg().toBuffer();
    const { variants, width, height } = await processImage(withGainMap(base, gainMap));
    expect([width, height]).toEqual([48, 48]);
    expect(await colorAt(variants.full, 0, 24, 24)).toEqual(await colorAt(base, 0, 24, 24));
    expect(variants.full.includes('MPF')).toBe(false);
    expect(variants.full.includes('hdrgm')).toBe(false);
  });
});

describe('an animation', () => {
  const colors = ['#ff0000', '#00ff00', '#0000ff'];
  const delays = [100, 200, 300];

  test.each(['gif', 'webp'] as const)('of the type %s stays animated, and its thumbnail is a still', async (format) => {
    const file = await animation(format, { colors, delays, width: 2000, height: 1000 });
    const { variants, width, height } = await processImage(file);
    expect([width, height]).toEqual([1600, 800]);
    expect(await sharp(variants.full).metadata()).toMatchObject({ format: 'webp', pages: 3, delay: delays, loop: 2 });
    expect((await sharp(variants.thumbnail).metadata()).pages ?? 1).toBe(1);
    expect(await sharp(variants.thumbnail).metadata()).toMatchObject({ format: 'webp', width: 400, height: 200 });
    const shown = await Promise.all([0, 1, 2].map((frame) => colorAt(variants.full, frame, 20, 15)));
    expect(shown).toEqual([RED, GREEN, BLUE]);
    expect(await colorAt(variants.thumbnail, 0, 20, 15)).toEqual(RED);
  });

  test('of the type APNG stays animated: frames are composed as the specification says', async () => {
    const part = { width: 20, height: 15, left: 20, top: 15 };
    const file = await apng(
      [
        { color: '#ff0000', width: 40, height: 30, delayMs: 100 },
        { color: '#00ff00', ...part, delayMs: 200, dispose: 'previous' },
        { color: '#ffffff', width: 20, height: 15, delayMs: 300, dispose: 'background' },
        { color: '#0000ff80', ...part, delayMs: 400, blend: 'over' },
        { color: '#0000ff00', ...part, delayMs: 500 },
      ],
      { hidden: '<script>alert(1)</script>' },
    );
    const { variants, width, height } = await processImage(file);
    expect([width, height]).toEqual([40, 30]);
    expect(await sharp(variants.full).metadata()).toMatchObject({
      pages: 5,
      loop: 2,
      delay: [100, 200, 300, 400, 500],
    });
    const at = (frame: number) =>
      Promise.all([colorAt(variants.full, frame, 5, 5), colorAt(variants.full, frame, 34, 25)]);
    expect(await at(0)).toEqual([RED, RED]);
    expect(await at(1)).toEqual([RED, GREEN]);
    expect(await at(2)).toEqual([WHITE, RED]);
    expect(await at(3)).toEqual([CLEAR, [128, 0, 128, 256]]);
    expect((await at(4)).map((color) => color[3])).toEqual([0, 0]);
    expect((await sharp(variants.thumbnail).metadata()).pages ?? 1).toBe(1);
    expect(variants.full.includes('script')).toBe(false);
  });

  test.each(['gif', 'webp'] as const)(
    'of the type %s with too many frames is not valid, and says so',
    async (format) => {
      const many = Array.from({ length: MAX_FRAMES + 1 }, (_, index) => colors[index % 3]!);
      const file = await animation(format, { colors: many, delays: many.map(() => 20), width: 2, height: 2 });
      await expect(processImage(file)).rejects.toMatchObject({
        code: 'invalid_request',
        fields: [{ field: 'file', message: `must have at most ${MAX_FRAMES} frames` }],
      });
    },
  );

  test('of the type APNG with too many frames is not valid', async () => {
    const frames = Array.from({ length: MAX_FRAMES + 1 }, () => ({ color: '#ff0000', width: 2, height: 2 }));
    await expect(processImage(await apng(frames))).rejects.toMatchObject({
      fields: [{ field: 'file', message: `must have at most ${MAX_FRAMES} frames` }],
    });
  });

  test.each(['gif', 'webp', 'apng'] as const)(
    'of the type %s whose frames have too many pixels together is not valid, and is not decoded',
    async (format) => {
      const many = Array.from({ length: 30 }, (_, index) => colors[index % 3]!);
      const small = { colors: many, delays: many.map(() => 100), width: 4, height: 4 };
      const frames = many.map((color) => ({ color, width: 4, height: 4 }));
      const file = format === 'apng' ? await apng(frames) : await animation(format, small);
      const started = performance.now();
      await expect(processImage(withCanvas(format, file, 2000, 2000))).rejects.toMatchObject({
        code: 'invalid_request',
        fields: [{ field: 'file', message: 'must have at most 50 million pixels, all frames together' }],
      });
      expect(performance.now() - started).toBeLessThan(1_000);
    },
  );

  test('of the type APNG that breaks the rules of the format is not valid', async () => {
    const whole = { color: '#ff0000', width: 40, height: 30 };
    const outside = { color: '#00ff00', width: 20, height: 15, left: 30 };
    expect(await refusal(await apng([whole, outside]))).toBe('invalid_request');
    expect(await refusal(await apng([whole, whole], { announced: 3 }))).toBe('invalid_request');
    const good = await apng([whole, whole]);
    expect(await refusal(good)).toBe('accepted');
    expect(await refusal(good.subarray(0, -12))).toBe('invalid_request');
    const broken = Buffer.from(good);
    broken[broken.lastIndexOf('fdAT') + 10]! ^= 0xff;
    expect(await refusal(broken)).toBe('invalid_request');
  });
});

describe('a refused file', () => {
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

  test('of another image type is refused as an unsupported type', async () => {
    expect(await refusal(await picture(10, 10).tiff().toBuffer())).toBe('unsupported_media_type');
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

  test('in HEIC with too many pixels is not valid, nor one with more pixels than its header says', async () => {
    expect(await refusal(heicThatClaims(30_000, 30_000))).toBe('invalid_request');
    expect(await refusal(heicThatClaims(8, 8))).toBe('invalid_request');
    expect(await refusal(HEIC.subarray(0, -200))).toBe('unsupported_media_type');
  });

  test('with too many pixels is not valid, and is not decoded', async () => {
    const started = performance.now();
    expect(await refusal(pngOfSize(30_000, 30_000, NEXT_TO_NOTHING))).toBe('invalid_request');
    expect(await refusal(pngOfSize(50_001, 1_000, NEXT_TO_NOTHING))).toBe('invalid_request');
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

test('at most two images are decoded at a time, and a refused one frees its place', async () => {
  const file = await picture(800, 600).png().toBuffer();
  const broken = Buffer.concat([file.subarray(0, 200), Buffer.alloc(100)]);
  const work = Promise.allSettled([file, broken, broken, broken, file, file, file].map(processImage));
  let most = 0;
  let isOver = false;
  work.then(() => {
    isOver = true;
  });
  while (!isOver) {
    most = Math.max(most, sharp.counters().process);
    await new Promise(setImmediate);
  }
  const outcomes = await work;
  expect(most).toBe(2);
  expect(outcomes.map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'rejected',
    'rejected',
    'fulfilled',
    'fulfilled',
    'fulfilled',
  ]);
});
