import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { png } from '../../support/image.js';
import { type Answer, type Json, Person } from '../../support/person.js';
import { town } from '../../support/town.js';

const repository = fileURLToPath(new URL('../../..', import.meta.url));

const SCRIPT = '<script>alert(document.domain)</script>';
const PHP = '<?php system($_GET["c"]); ?>';
const picture = () => sharp({ create: { width: 40, height: 30, channels: 3, background: '#c85028' } });

let ana: Person;
beforeAll(async () => {
  ana = await Person.join('ana');
});

/** A form with whatever parts. */
async function sendForm(form: FormData, path = '/media', method = 'POST'): Promise<Answer> {
  const headers = { authorization: `Bearer ${ana.accessToken}` };
  const answer = await fetch(`${town.gatewayUrl}/api/v1${path}`, { method, headers, body: form });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text ? JSON.parse(text) : undefined };
}

function formWith(bytes: Uint8Array, { name = 'a.png', type = 'image/png', field = 'file' } = {}): FormData {
  const form = new FormData();
  form.append(field, new Blob([bytes as Uint8Array<ArrayBuffer>], { type }), name);
  return form;
}

/** The image as everybody gets it. */
async function served(uploaded: Answer): Promise<{ bytes: Buffer; headers: Headers }> {
  expect([uploaded.status, uploaded.body]).toEqual([201, expect.objectContaining({ id: expect.any(String) })]);
  const answer = await ana.get(`/media/${uploaded.body.id}/full`);
  expect(answer.status).toBe(200);
  return { bytes: answer.body, headers: answer.headers };
}

/** A GIF whose first bytes are a variable's name, and whose comment is the rest of a script. */
async function gifAndScript(): Promise<Buffer> {
  const gif = await picture().gif().toBuffer();
  const text = Buffer.from('*/=1;alert(1);/*');
  const comment = Buffer.concat([Buffer.from([0x21, 0xfe, text.length]), text, Buffer.from([0])]);
  const afterPalette = 13 + (gif[10]! & 0x80 ? 3 * 2 ** ((gif[10]! & 7) + 1) : 0);
  return Buffer.concat([gif.subarray(0, afterPalette), comment, gif.subarray(afterPalette)]);
}

/** A JPEG with a program in its comment and behind its end. */
async function jpegAndProgram(): Promise<Buffer> {
  const jpeg = await picture().jpeg().toBuffer();
  const text = Buffer.from(PHP);
  const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, text.length + 2]), text]);
  return Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2), text]);
}

/** A PNG that unpacks to far more than it is: it says that it has so many pixels, and has them. */
function bomb(side: number): Buffer {
  const small = png(1, 1);
  const header = Buffer.from(small);
  header.writeUInt32BE(side, 16);
  header.writeUInt32BE(side, 20);
  return Buffer.concat([header.subarray(0, 33), deflateSync(Buffer.alloc(1_000_000)), small.subarray(33)]);
}

describe('a file that is not an image is refused', () => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">${SCRIPT}</svg>`;
  const entities =
    '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>';
  test.each<[string, string, string, string]>([
    ['an SVG with a script', svg, 'a.svg', 'image/svg+xml'],
    ['an SVG that says it is a PNG', svg, 'a.png', 'image/png'],
    ['an SVG that reads a file', entities, 'a.svg', 'image/svg+xml'],
    ['HTML that says it is a PNG', `<html>${SCRIPT}</html>`, 'a.png', 'image/png'],
    ['HTML behind the first bytes of a GIF', `GIF89a${SCRIPT}`, 'a.gif', 'image/gif'],
    ['a program', PHP, 'a.php', 'application/x-php'],
    ['a PDF', '%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n', 'a.pdf', 'application/pdf'],
    ['nothing', '', 'a.png', 'image/png'],
  ])('%s', async (_what, text, name, type) => {
    for (const [path, method] of [
      ['/media', 'POST'],
      ['/profiles/me/picture', 'PUT'],
    ]) {
      const answer = await sendForm(formWith(Buffer.from(text), { name, type }), path, method);
      expect([path, [400, 415].includes(answer.status), answer.body]).toEqual([path, true, answer.body]);
    }
    expect((await ana.get('/profiles/me')).body.profilePicture).toBeNull();
  });

  test('a truncated image', async () => {
    const jpeg = await picture().jpeg().toBuffer();
    expect([400, 415]).toContain((await sendForm(formWith(jpeg.subarray(0, jpeg.length / 2)))).status);
  });

  test.each([20_000, 50_000, 2 ** 31 - 1])('a bomb of %s pixels a side, at once', async (side) => {
    const started = Date.now();
    expect([400, 413, 415]).toContain((await sendForm(formWith(bomb(side)))).status);
    expect(Date.now() - started).toBeLessThan(8_000);
  });

  test('a file that is too large', async () => {
    expect((await sendForm(formWith(Buffer.alloc(8 * 1024 * 1024 + 1)))).status).toBe(413);
  });

  test('a body that is too large for any file is not read to its end', async () => {
    // The connection is closed while the client still sends, which then may not come to read the answer.
    const answer = await sendForm(formWith(Buffer.alloc(12 * 1024 * 1024))).catch((error) => error.cause?.code);
    expect(['EPIPE', 'ECONNRESET', 413]).toContain(answer.status ?? answer);
  });

  test.each<[string, () => FormData]>([
    [
      'two files',
      () => {
        const form = formWith(png());
        form.append('file', new Blob([png() as Uint8Array<ArrayBuffer>]), 'b.png');
        return form;
      },
    ],
    [
      'a hundred fields',
      () => {
        const form = formWith(png());
        for (let count = 0; count < 100; count++) form.append(`field${count}`, 'x');
        return form;
      },
    ],
    ['another field', () => formWith(png(), { field: '__proto__' })],
    ['no part', () => new FormData()],
  ])('a form with %s', async (_what, form) => {
    expect((await sendForm(form())).status).toBe(400);
  });

  test('an invalid form', async () => {
    const answer = await ana.post('/media', { file: 'x' });
    expect(answer.status).toBe(415);
  });
});

describe('an accepted image is encoded anew', () => {
  test.each<[string, () => Promise<Buffer>, string[]]>([
    ['a GIF that is a script as well', gifAndScript, ['alert(1)']],
    ['a JPEG that is a program as well', jpegAndProgram, ['<?php', 'system(']],
    ['a PNG with HTML behind its end', async () => Buffer.concat([png(), Buffer.from(SCRIPT)]), ['<script>']],
  ])('%s', async (_what, make, gone) => {
    const file = await make();
    for (const text of gone) expect(file.includes(text)).toBe(true);
    const { bytes } = await served(await sendForm(formWith(file)));
    for (const text of gone) expect(bytes.includes(text)).toBe(false);
    expect((await sharp(bytes).metadata()).format).toBe('webp');
  });

  test('a HEIC photograph from a phone is accepted, and its place and author are removed', async () => {
    const photograph = readFileSync(join(repository, 'packages/images/test/fixtures/photograph.heic'));
    expect(photograph.includes('Ana Silva')).toBe(true);
    const { bytes } = await served(await sendForm(formWith(photograph, { name: 'a.heic', type: 'image/heic' })));
    const { format, width, height, exif } = await sharp(bytes).metadata();
    expect([format, width, height, exif]).toEqual(['webp', 64, 96, undefined]);
    expect(bytes.includes('Ana Silva')).toBe(false);
  });

  test('the place and author of a photograph are removed', async () => {
    const gps = {
      GPSLatitudeRef: 'N',
      GPSLatitude: '52/1 31/1 12/1',
      GPSLongitudeRef: 'E',
      GPSLongitude: '13/1 24/1 18/1',
    };
    const photograph = await picture()
      .jpeg()
      .withExif({ IFD0: { Artist: 'Ana Silva', Model: 'Camera of Ana' }, IFD3: gps })
      .toBuffer();
    expect((await sharp(photograph).metadata()).exif).toBeDefined();
    const { bytes } = await served(await sendForm(formWith(photograph, { name: 'a.jpg', type: 'image/jpeg' })));
    const { exif, xmp, iptc } = await sharp(bytes).metadata();
    expect([exif, xmp, iptc]).toEqual([undefined, undefined, undefined]);
    for (const text of ['Ana Silva', 'Camera of Ana', 'GPS']) expect(bytes.includes(text)).toBe(false);
  });

  test.each(['text/html', 'image/svg+xml', 'application/javascript', ''])(
    'a PNG that says it is "%s" is served as an image and as nothing else',
    async (type) => {
      const { headers } = await served(await sendForm(formWith(png(), { type, name: 'a.html' })));
      expect(headers.get('content-type')).toBe('image/webp');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('content-security-policy')).toContain('sandbox');
    },
  );

  test.each([
    '../../../../tmp/evil.png',
    '..\\..\\evil.png',
    '/etc/cron.d/evil',
    'a\u0000.php',
    'a.php%00.png',
    '.htaccess',
    `${'a'.repeat(5_000)}.png`,
  ])('a file name is of no use: %j', async (name) => {
    const uploaded = await sendForm(formWith(png(), { name }));
    expect([201, 400]).toContain(uploaded.status);
    if (uploaded.status === 201) expect(JSON.stringify(uploaded.body)).not.toMatch(/evil|htaccess|php|aaaa/);
  });

  test('the address of an image serves that image alone', async () => {
    const { id } = (await sendForm(formWith(png()))).body as Json;
    const statuses = [
      [`/media/${id}/..%2f..%2fsecrets`, 404],
      [`/media/${id}/full.webp`, 400],
      [`/media/..%2f${id}/full`, 404],
      [`/media/${id}/%2e%2e`, 404],
    ] as const;
    for (const [path, status] of statuses) expect([path, (await ana.get(path)).status]).toEqual([path, status]);
  });
});
