import { describe, expect, test } from '@jest/globals';
import { type FollowerRow, isPulled, toTurn } from './fan-out.js';

const follower = (userId: string, unreached = false): FollowerRow => ({ userId, followedAt: new Date(0), unreached });

describe('a turn of a fan-out', () => {
  test('that is full continues after its last follower', () => {
    const followers = [follower('1'), follower('2')];
    expect(toTurn(followers, 2, 10)).toEqual({ batches: [['1', '2']], next: followers[1] });
  });

  test('that is not full is the last one', () => {
    expect(toTurn([follower('1')], 2, 10)).toEqual({ batches: [['1']], next: undefined });
    expect(toTurn([], 2, 10)).toEqual({ batches: [], next: undefined });
  });

  test('continues after a follower who gets no announcement', () => {
    const followers = [follower('1'), follower('2', true)];
    expect(toTurn(followers, 2, 10)).toEqual({ batches: [['1']], next: followers[1] });
  });

  test('is announced in batches of at most the given size', () => {
    const followers = ['1', '2', '3', '4', '5'].map((id) => follower(id, id === '2'));
    expect(toTurn(followers, 5, 3).batches).toEqual([['1', '3', '4'], ['5']]);
  });
});

test.each([
  [10, 10, false],
  [11, 10, true],
  [0, 0, false],
])('%i followers with a push limit of %i: pulled is %s', (followers, limit, expected) => {
  expect(isPulled(followers, limit)).toBe(expected);
});
