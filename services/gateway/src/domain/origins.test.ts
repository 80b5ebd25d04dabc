import { expect, test } from '@jest/globals';
import { mayConnectFrom } from './origins.js';

const NAMED = ['https://app.example'];

test.each([
  [undefined, true],
  ['https://town.example:8443', true],
  ['http://Town.example:8443', true],
  ['https://app.example', true],
  ['https://town.example', false],
  ['http://app.example', false],
  ['https://app.example.evil.example', false],
  ['null', false],
  ['', false],
])('a page of %s may connect: %s', (origin, may) => {
  expect(mayConnectFrom(origin, 'town.example:8443', NAMED)).toBe(may);
  expect(mayConnectFrom(origin, undefined, NAMED)).toBe(origin === undefined || NAMED.includes(origin));
});
