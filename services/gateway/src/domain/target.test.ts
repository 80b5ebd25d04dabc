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
  expect(readTarget('/api/v1/auth/%6Cogin').path).toBe('/api/v1/auth/login');
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
  ['nothing', '/'],
  ['an encoded question mark', '/api/v1/posts/7%3Fx'],
  ['an encoded fragment', '/api/v1/posts/7%23x'],
  ['a fragment', '/api/v1/posts/7#x'],
  ['a parameter of a part', '/api/v1/posts;x=1/7'],
  ['a line break', '/api/v1/posts/7%0d%0aX:%20y'],
  ['a zero', '/api/v1/posts/7%00'],
  ['bytes that are not UTF-8', '/api/v1/posts/%ff'],
  ['a percent sign alone', '/api/v1/posts/%'],
  ['another server', 'http://other.example/api/v1/posts'],
  ['a raw control character in the query', '/api/v1/posts?x=\u0001'],
  ['a raw letter in the query', '/api/v1/search?q=\u00e9'],
  ['a fragment after the query', '/api/v1/posts?x=1#y'],
])('%s is refused', (_what, url) => {
  expect(() => readTarget(url)).toThrow(expect.objectContaining({ code: 'invalid_request' }));
});
