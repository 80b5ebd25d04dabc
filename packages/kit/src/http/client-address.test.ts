import { expect, test } from '@jest/globals';
import { addressKey, clientAddress } from './client-address.js';

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
  ['::1', '0:0:0:0::/64'],
  ['not an address', 'unknown'],
  ['', 'unknown'],
])('%s counts as %s', (address, key) => {
  expect(addressKey(address)).toBe(key);
});

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['192.0.2.7, 127.0.0.1', '192.0.2.7'],
  ['2001:db8::1,10.0.0.1, 10.0.0.2', '2001:db8::1'],
  [undefined, ''],
])('a request that came by way of %s is from %s', (header, address) => {
  expect(clientAddress({ get: () => header as never })).toBe(address);
});
