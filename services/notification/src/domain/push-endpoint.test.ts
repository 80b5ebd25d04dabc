import { describe, expect, test } from '@jest/globals';
import { type EndpointRules, endpointFault, isPublicAddress } from './push-endpoint.js';

const ANY: EndpointRules = { services: [], trustedOrigins: [] };
const SOME: EndpointRules = { services: ['fcm.example', '*.push.example'], trustedOrigins: [] };
const fault = (url: string, rules = ANY) => endpointFault(new URL(url), rules);

describe('an endpoint', () => {
  test.each([
    'https://fcm.googleapis.com/fcm/send/abc',
    'https://web.push.apple.com./x',
    'https://push.example:8443/x',
  ])('at any public host is accepted: %s', (url) => {
    expect(fault(url)).toBeUndefined();
  });

  test.each([
    ['http://push.example/x', 'must be an https address'],
    ['ftp://push.example/x', 'must be an https address'],
    ['https://user@push.example/x', 'must not contain a user name or password'],
    ['https://:secret@push.example/x', 'must not contain a user name or password'],
    ['https://127.0.0.1/x', 'must name a host, not an IP address'],
    ['https://2130706433/x', 'must name a host, not an IP address'],
    ['https://0x7f.1/x', 'must name a host, not an IP address'],
    ['https://203.0.113.7/x', 'must name a host, not an IP address'],
    ['https://[::1]/x', 'must name a host, not an IP address'],
    ['https://[::ffff:10.0.0.1]/x', 'must name a host, not an IP address'],
    ['https://localhost/x', 'must be at a public host'],
    ['https://mysql:3306/x', 'must be at a public host'],
  ])('is refused: %s %s', (url, reason) => {
    expect(fault(url)).toBe(reason);
  });

  test('must be at one of the push services that are listed, if any are', () => {
    for (const url of ['https://fcm.example/x', 'https://one.push.example/x', 'https://a.b.push.example/x'])
      expect([url, fault(url, SOME)]).toEqual([url, undefined]);
    for (const url of ['https://push.example/x', 'https://xfcm.example/x', 'https://evilpush.example/x'])
      expect([url, fault(url, SOME)]).toEqual([url, 'is not at a push service that this town uses']);
  });

  test('at an origin that is trusted needs no TLS, and at another port it does', () => {
    const rules = { ...SOME, trustedOrigins: ['http://127.0.0.1:4520'] };
    expect(fault('http://127.0.0.1:4520/x', rules)).toBeUndefined();
    expect(fault('http://127.0.0.1:4521/x', rules)).toBe('must be an https address');
    expect(fault('http://user@127.0.0.1:4520/x', rules)).toBe('must not contain a user name or password');
  });
});

test.each(['8.8.8.8', '203.0.112.1', '2606:4700::1111'])('%s is a public address', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each([
  ...['127.0.0.1', '10.1.2.3', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1'],
  ...['::1', '::', 'fe80::1', 'fd00::1', 'ff02::1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '64:ff9b::7f00:1'],
  ...['2002:7f00:1::', '255.255.255.255', '192.0.2.1', 'localhost', ''],
])('%s is not a public address', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});
