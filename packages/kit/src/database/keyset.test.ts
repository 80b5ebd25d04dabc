import { expect, test } from '@jest/globals';
import { decodeCursor, encodeCursor } from './keyset.js';

const POSITION = { createdAt: new Date('2026-01-02T03:04:05.678Z'), id: '42' };
const cursor = encodeCursor('posts', POSITION);

test('a cursor leads back to its position, in its list alone', () => {
  expect(decodeCursor('posts', cursor)).toEqual(POSITION);
  expect(decodeCursor('posts', undefined)).toBeUndefined();
  expect(() => decodeCursor('comments', cursor)).toThrow('cursor');
});

test.each([
  ['nothing', ''],
  ['what is no base64', `${cursor}==\u00e4`],
  ['one with blanks', ` ${cursor}`],
  ['a part of one', cursor.slice(0, -4)],
  ['a statement', Buffer.from('abcdef.0.1 OR 1=1').toString('base64url')],
  ['a negative time', Buffer.from('abcdef.-1.1').toString('base64url')],
])('%s is no cursor', (_what, text) => {
  expect(() => decodeCursor('posts', text)).toThrow('cursor');
});
