import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { WEB_HEADERS } from '../src/domain/web-paths.js';
import { GatewayUnderTest } from './gateway-under-test.js';

let root: string;
let gateway: GatewayUnderTest;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'web-'));
  gateway = await GatewayUnderTest.start({
    config: { METRICS_FROM: ['loopback'], CORS_ORIGINS: [], WEB_ROOT: root },
  });
});
afterEach(async () => {
  await gateway.stop();
  rmSync(root, { recursive: true });
});

const HTML = 'text/html,application/xhtml+xml';
const PAGE = '<!doctype html><title>Townsquare</title>';
const SCRIPT = 'console.log("a script")';

/** Writes a file of the client, and both compressions of it. */
function write(name: string, text: string): void {
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(join(root, name), text);
  writeFileSync(join(root, `${name}.br`), brotliCompressSync(text));
  writeFileSync(join(root, `${name}.gz`), gzipSync(text));
}

/** A build of the client as Vite makes it. */
function build(page = PAGE): void {
  write('assets/app-1a2b.js', SCRIPT);
  write('manifest.webmanifest', '{}');
  write('service-worker.js', SCRIPT);
  write('index.html', page);
}

interface Raw {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  bytes: Buffer;
}

/** Gets a path as it stands and its body as it was sent. */
function get(path: string, headers: Record<string, string> = { accept: HTML }, method = 'GET'): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(gateway.url);
    request({ port, path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode!, headers: response.headers, bytes: Buffer.concat(chunks) }),
      );
    })
      .on('error', reject)
      .end();
  });
}

const text = async (path: string, headers?: Record<string, string>) => {
  const { status, bytes } = await get(path, headers);
  return [status, bytes.toString()];
};

describe('the web client', () => {
  beforeEach(() => build());

  test.each(['/', '/people/ana', '/verify?code=x', '/hashtags/%C3%BC', '/sign-in/complete?code=x'])(
    'has its page at %s, with a strict policy',
    async (path) => {
      const { status, headers, bytes } = await get(path);
      expect([status, bytes.toString()]).toEqual([200, PAGE]);
      expect(headers).toMatchObject({
        ...WEB_HEADERS,
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-cache',
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
      });
    },
  );

  test('costs no budget', async () => {
    await get('/');
    await get('/assets/app-1a2b.js', {});
    expect(gateway.limits.counted).toEqual([]);
  });

  test.each([
    ['/assets/app-1a2b.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/manifest.webmanifest', 'application/manifest+json; charset=utf-8', 'no-cache'],
    ['/service-worker.js', 'text/javascript; charset=utf-8', 'no-cache'],
    ['/index.html', 'text/html; charset=utf-8', 'no-cache'],
  ])('has the file %s as %s, kept by %s', async (path, type, cacheControl) => {
    for (const encoding of ['br', 'gzip', 'identity']) {
      const { status, headers } = await get(path, { 'accept-encoding': encoding });
      const sent = String(headers['content-type']).toLowerCase();
      expect([status, sent, headers['cache-control']]).toEqual([200, type, cacheControl]);
    }
  });

  test.each([
    ['gzip, deflate, br', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    ['br;q=0, gzip', 'gzip', gunzipSync],
    ['', undefined, (bytes: Buffer) => bytes],
  ])('is compressed for Accept-Encoding %j by %s', async (accepted, encoding, decompress) => {
    for (const [path, expected] of [
      ['/', PAGE],
      ['/people/ana', PAGE],
      ['/assets/app-1a2b.js', SCRIPT],
    ] as const) {
      const { headers, bytes } = await get(path, { accept: HTML, 'accept-encoding': accepted });
      expect([headers['content-encoding'], headers.vary]).toEqual([encoding, 'Accept-Encoding']);
      expect(decompress(bytes).toString()).toBe(expected);
    }
  });

  test('is not sent again to a browser that has it', async () => {
    const { headers } = await get('/');
    const again = await get('/', { accept: HTML, 'if-none-match': headers.etag as string });
    expect([again.status, again.bytes.length, again.headers['cache-control']]).toEqual([304, 0, 'no-cache']);
  });

  test('responds to HEAD without a body', async () => {
    const { status, headers, bytes } = await get('/people/ana', { accept: HTML }, 'HEAD');
    expect([status, headers['content-length'], bytes.length]).toEqual([200, String(PAGE.length), 0]);
  });

  test('that was built again is served anew, without a restart', async () => {
    expect(await text('/')).toEqual([200, PAGE]);
    write('assets/app-3c4d.js', 'new');
    rmSync(join(root, 'assets/app-1a2b.js'));
    rmSync(join(root, 'assets/app-1a2b.js.br'));
    // The table of the first build still has the old file: its absence is an error like any other.
    const gone = await get('/assets/app-1a2b.js', { 'accept-encoding': 'br' });
    expect([gone.status, gone.headers['content-encoding']]).toEqual([404, undefined]);
    expect(JSON.parse(gone.bytes.toString()).code).toBe('not_found');
    write('index.html', 'new page');
    utimesSync(join(root, 'index.html'), 1, 1);
    expect(await text('/')).toEqual([200, 'new page']);
    expect((await get('/assets/app-3c4d.js', { 'accept-encoding': 'br' })).headers['content-encoding']).toBe('br');
  });
});

describe('beside the web client', () => {
  beforeEach(() => build());

  test.each([
    ['/api/v1/nothing', { accept: HTML }],
    ['/api', { accept: HTML }],
    ['/docs/nothing', { accept: HTML }],
    ['/.well-known/nothing', { accept: HTML }],
    ['/people/ana', { accept: '*/*' }],
    ['/people/ana', {}],
    ['/assets/missing-5e6f.js', { accept: HTML }],
    ['/assets', { accept: '*/*' }],
    // One path has one spelling, for pages too.
    ['/people/ana/', { accept: HTML }],
    ['//people/ana', { accept: HTML }],
    ['/people/%61na', { accept: HTML }],
    ['/assets/../index.html', { accept: HTML }],
    ['/assets/..%2findex.html', { accept: HTML }],
    ['/..%2f..%2f..%2fetc/passwd', { accept: HTML }],
    ['/%2e%2e/%2e%2e/etc/passwd', { accept: HTML }],
    ['/index.html%00.js', { accept: HTML }],
  ])('%s is an error as JSON for %j', async (path, headers: Record<string, string>) => {
    const response = await get(path, headers);
    expect([response.status, response.headers['content-type']]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
    ]);
    expect(response.headers).not.toHaveProperty('permissions-policy');
    expect(response.headers['cache-control']).toBe('no-store');
  });

  test('the API, its description and the probes are where they were', async () => {
    const client = supertest(gateway.url);
    expect((await client.get('/api/v1/posts/7').set('accept', HTML)).status).toBe(200);
    expect(gateway.upstream.requests).toHaveLength(1);
    expect((await client.get('/docs').set('accept', HTML)).status).toBe(302);
    expect((await client.get('/docs/index.html').set('accept', HTML)).text).toContain('swagger');
    expect((await client.get('/healthz').set('accept', HTML)).body).toEqual({ alive: true });
    expect((await client.get('/openapi.json').set('accept', HTML)).status).toBe(200);
    expect((await client.post('/people/ana').set('accept', HTML)).status).toBe(404);
  });
});

test('where the web client is not built, its page says how to build it, until it is', async () => {
  const missing = await get('/');
  expect([missing.status, missing.headers['content-type']]).toEqual([503, 'text/plain; charset=utf-8']);
  expect(missing.bytes.toString()).toContain('npm run build:web');
  expect((await get('/people/ana')).status).toBe(503);
  expect((await get('/people/ana', { accept: '*/*' })).status).toBe(404);
  build();
  expect(await text('/')).toEqual([200, PAGE]);
});
