import { describe, expect, test } from '@jest/globals';
import { canBeAccepted, canBlock, isVisible, refuseSelf, requireActive, type Standing } from './relation.js';

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

describe('whether the viewer sees the other and can block them', () => {
  test.each([
    ['an account', standing(), { visible: true, block: true }],
    ['a private account', standing({ isPrivate: true }), { visible: true, block: true }],
    ['a muted account', standing({ muting: true }), { visible: true, block: true }],
    ['a banned account', standing({ status: 'banned' }), { visible: false, block: true }],
    ['a deactivated account', standing({ status: 'inactive' }), { visible: false, block: true }],
    ['an account with a block between the two', standing({ blocked: true }), { visible: false, block: true }],
    ['a deleted account', standing({ gone: true }), { visible: false, block: false }],
  ])('%s', (_case, other, expected) => {
    expect({ visible: isVisible(other), block: canBlock(other) }).toEqual(expected);
  });
});

test('an account cannot follow itself', () => {
  expect(() => refuseSelf('follow', '7', '7')).toThrow('you cannot follow yourself');
  expect(() => refuseSelf('follow', '7', '8')).not.toThrow();
});

test('only an account that is neither deleted nor banned may write, and a hidden one is not accepted as a follower', () => {
  expect(() => requireActive({ gone: false, status: 'active' })).not.toThrow();
  expect(() => requireActive({ gone: false, status: 'banned' })).toThrow('banned');
  expect(() => requireActive({ gone: true, status: 'inactive' })).toThrow('deleted');
  expect(canBeAccepted({ gone: false, status: 'active' })).toBe(true);
  expect(() => requireActive({ gone: false, status: 'inactive' })).not.toThrow();
  expect(canBeAccepted({ gone: false, status: 'banned' })).toBe(false);
  expect(canBeAccepted({ gone: false, status: 'inactive' })).toBe(false);
  expect(canBeAccepted({ gone: true, status: 'active' })).toBe(false);
});
