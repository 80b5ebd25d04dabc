import { expect, test } from '@jest/globals';
import { chargesOf } from './charges.js';

const request = { method: 'GET', path: '/api/v1/feed', address: '203.0.113.9', userId: undefined };

test('a request counts against the account, or against the address of a signed-out client', () => {
  expect(chargesOf({ ...request, userId: '7' })).toEqual([{ budget: 'user', key: '7' }]);
  expect(chargesOf(request)).toEqual([{ budget: 'address', key: '203.0.113.9' }]);
});

const TOTAL = { budget: 'address', key: '203.0.113.9' };

test.each([
  ['/api/v1/auth/login', [TOTAL, { budget: 'guess', key: '203.0.113.9', ifWrong: true }]],
  ['/api/v1/auth/register', [TOTAL, { budget: 'mail', key: '203.0.113.9' }]],
  ['/api/v1/auth/refresh', [{ budget: 'refresh', key: '203.0.113.9' }]],
])('%s is paid by the address, signed in or not', (path, charges) => {
  expect(chargesOf({ ...request, method: 'POST', path })).toEqual(charges);
  expect(chargesOf({ ...request, method: 'POST', path, userId: '7' })).toEqual(charges);
});

test.each(['/api/v1/search', '/api/v1/search/suggest'])('%s is paid from a budget of searches as well', (path) => {
  expect(chargesOf({ ...request, path, userId: '7' })).toEqual([
    { budget: 'user', key: '7' },
    { budget: 'search', key: 'user:7' },
  ]);
  expect(chargesOf({ ...request, path })[1]).toEqual({ budget: 'search', key: 'address:203.0.113.9' });
});

test.each([
  ['POST', '/api/v1/media'],
  ['PUT', '/api/v1/profiles/me/picture'],
])('%s %s is paid from a budget of uploads as well', (method, path) => {
  expect(chargesOf({ ...request, method, path, userId: '7' })[1]).toEqual({ budget: 'upload', key: 'user:7' });
});

test('a download of all data is paid from a budget of downloads as well', () => {
  const path = '/api/v1/auth/me/data-download';
  expect(chargesOf({ ...request, method: 'POST', path, userId: '7' })[1]).toEqual({
    budget: 'download',
    key: 'user:7',
  });
});

test('looking at a picture is no upload, and a path that begins alike is no search', () => {
  expect(chargesOf({ ...request, path: '/api/v1/media/1' })).toHaveLength(1);
  expect(chargesOf({ ...request, path: '/api/v1/searches' })).toHaveLength(1);
});
