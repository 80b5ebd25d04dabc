import { describe, expect, test } from '@jest/globals';
import { type FollowerRow, isPulled, toBatch } from './fan-out.js';

const follower = (userId: string, unreached = false): FollowerRow => ({ userId, followedAt: new Date(0), unreached });

describe('a batch of a fan-out', () => {
  test('that is full goes on after its last follower', () => {
    const followers = [follower('1'), follower('2')];
    expect(toBatch(followers, 2)).toEqual({ recipients: ['1', '2'], next: followers[1] });
  });

  test('that is not full is the last', () => {
    expect(toBatch([follower('1')], 2)).toEqual({ recipients: ['1'], next: undefined });
    expect(toBatch([], 2)).toEqual({ recipients: [], next: undefined });
  });

  test('goes on after a follower whom nothing reaches', () => {
    const followers = [follower('1'), follower('2', true)];
    expect(toBatch(followers, 2)).toEqual({ recipients: ['1'], next: followers[1] });
  });
});

test.each([
  [10, 10, false],
  [11, 10, true],
  [0, 0, false],
])('%i followers with a push limit of %i: pulled is %s', (followers, limit, expected) => {
  expect(isPulled(followers, limit)).toBe(expected);
});
