import { describe, expect, test } from '@jest/globals';
import { NO_REACTIONS, sumOfReactions } from '@townsquare/contracts';
import { aggregateId } from './target.js';
import { afterChange } from './totals.js';

describe('totals of reactions', () => {
  const totals = { ...NO_REACTIONS, like: 2, sad: 1 };

  test.each([
    ['set', null, 'love', { ...totals, love: 1 }, 4],
    ['changed', 'like', 'sad', { ...totals, like: 1, sad: 2 }, 3],
    ['withdrawn', 'sad', null, { ...totals, sad: 0 }, 2],
    ['left as it is', 'like', 'like', totals, 3],
  ] as const)('a reaction is %s', (_what, previous, next, expected, total) => {
    const after = afterChange(totals, previous, next);
    expect(after).toEqual(expected);
    expect(sumOfReactions(after)).toBe(total);
  });

  test('leave their argument unchanged and never fall below zero', () => {
    expect(afterChange(NO_REACTIONS, 'like', null)).toEqual(NO_REACTIONS);
    afterChange(totals, null, 'haha');
    expect(totals.haha).toBe(0);
  });
});

test('the id of a target’s aggregate has its type and id', () => {
  expect(aggregateId({ type: 'comment', id: '9' })).toBe('comment:9');
});
