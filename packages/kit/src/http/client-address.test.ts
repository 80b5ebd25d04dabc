import { expect, test } from '@jest/globals';
import { addressKey, clientAddress, readAddress } from './client-address.js';

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['203.0.113.7:51234', '203.0.113.7'],
  ['203.0.113.7:_port', '203.0.113.7'],
  ['2001:db8::1', '2001:db8::1'],
  ['2001:DB8:0:0::1', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['[2001:db8::1]:443', '2001:db8::1'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['::ffff:cb00:7107', '203.0.113.7'],
  ['[::ffff:203.0.113.7]:443', '203.0.113.7'],
])('%s is read as the address %s', (written, address) => {
  expect(readAddress(written)).toBe(address);
});

test.each([
  'unknown',
  '_hidden',
  '',
  'example.org',
  '203.0.113',
  '203.0.113.256',
  '203.0.113.7:',
  '203.0.113.7:port',
  '2001:db8::1:443:x',
  '[2001:db8::1',
  '[]:443',
  // A number, octal or hexadecimal is an address to some parsers, and to none a client's.
  '3405803783',
  '0xcb.0.113.7',
  '203.0.113.07',
])('%j is read as no address', (written) => {
  expect(readAddress(written)).toBeUndefined();
});

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['192.0.2.7:443', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
  ['[2001:db8:1:2::1]:443', '2001:db8:1:2::/64'],
  ['::1', '0:0:0:0::/64'],
  ['not an address', 'unknown'],
  ['', 'unknown'],
])('%s counts as %s', (address, key) => {
  expect(addressKey(address)).toBe(key);
});

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['192.0.2.7, 127.0.0.1', '192.0.2.7'],
  ['192.0.2.7:51234, 127.0.0.1', '192.0.2.7'],
  ['2001:db8::1,10.0.0.1, 10.0.0.2', '2001:db8::1'],
  ['unknown, 10.0.0.1', ''],
  [undefined, ''],
])('a request that came by way of %s is from %j', (header, address) => {
  expect(clientAddress({ get: () => header as never })).toBe(address);
});
