import { describe, expect, test } from '@jest/globals';
import { canBlock, isVisible, mayWrite, refuseSelf, requireActive, type Standing } from './relation.js';

const standing = (facts: Partial<Standing> = {}): Standing => ({
  status: 'active',
  isPrivate: false,
  gone: false,
  blocked: false,
  following: false,
  requested: false,
  followedBy: false,
  muting: false,
  ...facts,
});

describe('what one person may do about another', () => {
  test.each([
    ['somebody', standing(), { visible: true, block: true }],
    ['somebody private', standing({ isPrivate: true }), { visible: true, block: true }],
    ['somebody muted', standing({ muting: true }), { visible: true, block: true }],
    ['somebody banned', standing({ status: 'banned' }), { visible: false, block: true }],
    ['somebody behind a block', standing({ blocked: true }), { visible: false, block: true }],
    ['somebody who is gone', standing({ gone: true }), { visible: false, block: false }],
  ])('%s', (_case, other, expected) => {
    expect({ visible: isVisible(other), block: canBlock(other) }).toEqual(expected);
  });
});

test('nobody can follow themselves', () => {
  expect(() => refuseSelf('follow', '7', '7')).toThrow('you cannot follow yourself');
  expect(() => refuseSelf('follow', '7', '8')).not.toThrow();
});

test('only an account that is there and not banned may write', () => {
  expect(() => requireActive({ gone: false, status: 'active' })).not.toThrow();
  expect(() => requireActive({ gone: false, status: 'banned' })).toThrow('banned');
  expect(() => requireActive({ gone: true, status: 'inactive' })).toThrow('deleted');
  expect(mayWrite({ gone: false, status: 'active' })).toBe(true);
  expect(mayWrite({ gone: false, status: 'banned' })).toBe(false);
  expect(mayWrite({ gone: true, status: 'inactive' })).toBe(false);
});
