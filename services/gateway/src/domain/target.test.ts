import { expect, test } from '@jest/globals';
import { readTarget } from './target.js';

test('a plain path and its query pass as they are', () => {
  expect(readTarget('/api/v1/posts/7?limit=5&cursor=a%2Fb%25')).toEqual({
    path: '/api/v1/posts/7',
    query: '?limit=5&cursor=a%2Fb%25',
  });
});

test('letters of any language pass, encoded in one way', () => {
  expect(readTarget('/api/v1/hashtags/%d1%81%d0%BE%d0%bd/posts').path).toBe(
    '/api/v1/hashtags/%D1%81%D0%BE%D0%BD/posts',
  );
  expect(readTarget('/api/v1/hashtags/caf%C3%A9!/posts').path).toBe(
    readTarget('/api/v1/hashtags/caf%c3%a9%21/posts').path,
  );
});

test.each(['/', '/docs/', '/socket.io/'])("the gateway's own %s ends with a slash", (path) => {
  expect(readTarget(`${path}?EIO=4`)).toEqual({ path, query: '?EIO=4' });
});

test.each([
  ['an encoded slash', '/api/v1/posts/..%2finternal'],
  ['a doubly encoded slash', '/api/v1/posts/%252finternal'],
  ['a backslash', '/api/v1/posts/%5Cinternal'],
  ['a parent', '/api/v1/posts/../../../internal/posts'],
  ['an encoded parent', '/api/v1/posts/%2e%2E/x'],
  ['a half encoded parent', '/api/v1/posts/.%2e/x'],
  ['a dot', '/api/v1/./posts'],
  ['an empty part', '/api//v1/posts'],
  ['a slash at the end', '/api/v1/posts/'],
  ['two slashes at the end', '/docs//'],
  ['nothing', ''],
  ['an encoded letter', '/api/v1/auth/%6Cogin'],
  ['an encoded capital', '/api/v1/%50osts'],
  ['an encoded digit', '/api/v1/posts/%37'],
  ['an encoded hyphen', '/api/v1/search%2Dx'],
  ['an encoded full stop', '/socket%2eio/x'],
  ['an encoded underscore', '/api/v1/profiles/by-username/a%5fb'],
  ['an encoded tilde', '/api/v1/posts/%7E'],
  ['an encoded question mark', '/api/v1/posts/7%3Fx'],
  ['an encoded fragment', '/api/v1/posts/7%23x'],
  ['a fragment', '/api/v1/posts/7#x'],
  ['a parameter of a part', '/api/v1/posts;x=1/7'],
  ['a line break', '/api/v1/posts/7%0d%0aX:%20y'],
  ['a zero', '/api/v1/posts/7%00'],
  ['bytes that are not UTF-8', '/api/v1/posts/%ff'],
  ['a percent sign alone', '/api/v1/posts/%'],
  ['another server', 'http://other.example/api/v1/posts'],
])('%s makes a path that does not exist', (_what, url) => {
  expect(() => readTarget(url)).toThrow(expect.objectContaining({ code: 'not_found' }));
});

test.each([
  ['a raw control character', '/api/v1/posts?x=\u0001'],
  ['a raw letter', '/api/v1/search?q=\u00e9'],
  ['a fragment', '/api/v1/posts?x=1#y'],
])('%s in the query is refused', (_what, url) => {
  expect(() => readTarget(url)).toThrow(expect.objectContaining({ code: 'invalid_request' }));
});

test('every character that is never encoded is refused when it is, and all others pass', () => {
  const unreserved = /[\w.~-]/;
  for (let code = 0x21; code < 0x7f; code += 1) {
    const character = String.fromCharCode(code);
    // These may stand in no part of a path, in whatever form.
    if ('\\/%?#;'.includes(character)) continue;
    const encoded = `/x/%${code.toString(16)}`;
    if (unreserved.test(character)) expect(() => readTarget(encoded)).toThrow();
    else expect(readTarget(encoded).path).toBe(`/x/${encodeURIComponent(character)}`);
  }
});
