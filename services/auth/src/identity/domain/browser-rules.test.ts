import { describe, expect, test } from '@jest/globals';
import { isSameOrigin, refreshCookieOptions } from './browser-rules.js';

const PUBLIC = 'https://town.example';
const CALLED = { protocol: 'http', host: '127.0.0.1:4000' };

describe('a request with the refresh cookie', () => {
  test.each([
    ['of the host that was called', 'http://127.0.0.1:4000', true],
    ['of the public address', 'https://town.example', true],
    ['of another host', 'https://evil.example', false],
    ['of the same host at another port', 'http://127.0.0.1:4001', false],
    ['of the same host without TLS', 'http://town.example', false],
    ['of a host below the public one', 'https://evil.town.example', false],
    ['of a host that begins like the public one', 'https://town.example.evil.example', false],
    ['of a page without an origin', 'null', false],
    ['that is empty', '', false],
    ['that is missing', undefined, false],
  ])('with an Origin %s is accepted or not', (_case, origin, accepted) => {
    expect(isSameOrigin(origin, CALLED, PUBLIC)).toBe(accepted);
  });

  test.each([
    ['', ''],
    ['http', ''],
    ['http', 'evil host'],
  ])('is compared with the public address alone where %j and %j name no host', (protocol, host) => {
    expect(isSameOrigin('https://town.example', { protocol, host }, PUBLIC)).toBe(true);
    expect(isSameOrigin('http://127.0.0.1:4000', { protocol, host }, PUBLIC)).toBe(false);
    expect(isSameOrigin('null', { protocol, host }, PUBLIC)).toBe(false);
  });
});

test.each([
  ['http://127.0.0.1:4000', 'http', false, '/api/v1/auth'],
  ['http://127.0.0.1:4000', 'https', true, '/api/v1/auth'],
  ['https://town.example', 'http', true, '/api/v1/auth'],
  ['https://example.org/town', 'http', true, '/town/api/v1/auth'],
])('the cookie of %s, called by %s, is secure: %s, at %s', (publicUrl, protocol, secure, path) => {
  expect(refreshCookieOptions(publicUrl, protocol)).toEqual({ httpOnly: true, secure, sameSite: 'strict', path });
});
