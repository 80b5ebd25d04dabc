import { expect, test } from '@jest/globals';
import { cacheControlOf, WEB_HEADERS, webContentOf } from './web-paths.js';

const HTML = 'text/html,application/xhtml+xml,*/*;q=0.8';

test.each([
  ['GET', '/', undefined, 'page'],
  ['HEAD', '/', '*/*', 'page'],
  ['GET', '/people/ana', HTML, 'page'],
  ['GET', '/apiary', HTML, 'page'],
  ['GET', '/people/ana', '*/*', 'file'],
  ['GET', '/people/ana', undefined, 'file'],
  ['GET', '/manifest.webmanifest', '*/*', 'file'],
  ['GET', '/assets/app-1a2b.js', HTML, 'file'],
  ['POST', '/', HTML, undefined],
  ['DELETE', '/people/ana', HTML, undefined],
  ['GET', '/api', HTML, undefined],
  ['GET', '/api/v1/nothing', HTML, undefined],
  ['GET', '/docs/nothing', HTML, undefined],
  ['GET', '/socket.io/', HTML, undefined],
  ['GET', '/.well-known/nothing', HTML, undefined],
  ['GET', '/openapi.json', HTML, undefined],
  ['GET', '/metrics', HTML, undefined],
  ['GET', '/healthz', HTML, undefined],
  ['GET', '/readyz', HTML, undefined],
] as const)('%s %s with Accept %s may read: %s', (method, path, accept, content) => {
  expect(webContentOf(method, path, accept)).toBe(content);
});

test('a file whose name has a hash is kept for a year, and every other is asked for each time', () => {
  expect(cacheControlOf('/assets/app-1a2b.js')).toBe('public, max-age=31536000, immutable');
  for (const path of ['/index.html', '/service-worker.js', '/manifest.webmanifest', '/assetsx/app.js'])
    expect(cacheControlOf(path)).toBe('no-cache');
});

test('pages run scripts and styles of their own origin alone, and no text as code', () => {
  const policy = WEB_HEADERS['content-security-policy']!;
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
  expect(policy).toContain("require-trusted-types-for 'script'; trusted-types townsquare");
  expect(policy).toContain("frame-ancestors 'none'");
});
