import { describe, expect, test } from '@jest/globals';
import { readClient } from './client.js';

const PROXIES = new Set(['127.0.0.1', '10.0.0.1', 'fd00::1']);
const isTrusted = (address: string) => PROXIES.has(address);
const byForwardedFor = (value: string, peer = '127.0.0.1') =>
  readClient(peer, { 'x-forwarded-for': value }, 'x-forwarded-for', isTrusted);
const byForwarded = (value: string, peer = '127.0.0.1') =>
  readClient(peer, { forwarded: value }, 'forwarded', isTrusted);

describe('X-Forwarded-For', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['203.0.113.7:51234', '203.0.113.7'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['203.0.113.7, 10.0.0.1', '203.0.113.7'],
    ['203.0.113.7:1, 10.0.0.1:2', '203.0.113.7'],
    ['203.0.113.7, [fd00::1]:443', '203.0.113.7'],
    ['203.0.113.7,, 10.0.0.1,', '203.0.113.7'],
    ['10.0.0.1', '10.0.0.1'],
  ])('%s from a trusted proxy names the client %s', (value, address) => {
    expect(byForwardedFor(value)).toMatchObject({ address, unreadable: undefined });
  });

  test('what stands before the first address that is no trusted proxy is what the client made up', () => {
    expect(byForwardedFor('10.0.0.1, unknown, 203.0.113.7')).toMatchObject({
      address: '203.0.113.7',
      unreadable: undefined,
    });
  });

  test.each(['unknown', '_hidden', 'example.org', '203.0.113.256', '203.0.113.7, unknown'])(
    '%s counts for the proxy that wrote it',
    (value) => {
      const written = value.split(', ').at(-1);
      expect(byForwardedFor(value)).toMatchObject({ address: '127.0.0.1', unreadable: written });
      expect(byForwardedFor(`${value}, 10.0.0.1:80`)).toMatchObject({ address: '10.0.0.1', unreadable: written });
    },
  );

  test('is not read from a peer that is not trusted', () => {
    expect(byForwardedFor('203.0.113.7', '::ffff:198.51.100.4')).toMatchObject({ address: '198.51.100.4' });
  });

  test('is not read where Forwarded is configured, nor the other way round', () => {
    const headers = { 'x-forwarded-for': '203.0.113.7', forwarded: 'for=198.51.100.4' };
    expect(readClient('127.0.0.1', headers, 'forwarded', isTrusted).address).toBe('198.51.100.4');
    expect(readClient('127.0.0.1', headers, 'x-forwarded-for', isTrusted).address).toBe('203.0.113.7');
  });

  test('comes with the protocol, which is taken from trusted proxies alone', () => {
    const headers = { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' };
    expect(readClient('127.0.0.1', headers, 'x-forwarded-for', isTrusted).protocol).toBe('https');
    expect(readClient('198.51.100.4', headers, 'x-forwarded-for', isTrusted).protocol).toBe('http');
  });
});

describe('Forwarded', () => {
  test.each([
    ['for=203.0.113.7', '203.0.113.7'],
    ['For="203.0.113.7:51234"', '203.0.113.7'],
    ['for="[2001:db8:cafe::17]:4711"', '2001:db8:cafe::17'],
    ['for="[2001:db8:cafe::17]"', '2001:db8:cafe::17'],
    ['for="203.0.113.7:_port"', '203.0.113.7'],
    ['for="\\203.0.113.7"', '203.0.113.7'],
    ['for=203.0.113.7;proto=https;by=10.0.0.1, for=10.0.0.1', '203.0.113.7'],
    ['proto=http;for=203.0.113.7 , for="[fd00::1]:443"', '203.0.113.7'],
  ])('%s from a trusted proxy names the client %s', (value, address) => {
    expect(byForwarded(value)).toMatchObject({ address, unreadable: undefined });
  });

  test.each([
    ['unknown', 'for=unknown'],
    ['_hidden', 'for=_hidden'],
    ['_SEVKISEK', 'for=203.0.113.7, for="_SEVKISEK"'],
    ['', 'proto=https;by=10.0.0.1'],
  ])('an address given as %j counts for the proxy that wrote it', (written, value) => {
    expect(byForwarded(value)).toMatchObject({ address: '127.0.0.1', unreadable: written });
  });

  test.each(['203.0.113.7', 'for=', 'for="203.0.113.7', 'for=203.0.113.7:80', 'for="x, for=203.0.113.7', ','])(
    '%s breaks the grammar, so all of it counts for the proxy',
    (value) => {
      expect(byForwarded(value)).toMatchObject({ address: '127.0.0.1', unreadable: value });
    },
  );

  test('says the protocol of the client whom it names', () => {
    expect(byForwarded('for=203.0.113.7;proto=HTTPS, for=10.0.0.1;proto=http').protocol).toBe('https');
    expect(byForwarded('for=203.0.113.7, for=10.0.0.1;proto=https').protocol).toBe('http');
  });
});
