import { describe, expect, test } from '@jest/globals';
import { kindsGiven, NO_REACTIONS, withMine } from './totals';

describe('the totals of reactions', () => {
  test('follow the reader: a first reaction, another kind, none', () => {
    const liked = withMine(NO_REACTIONS, 'like');
    expect(liked).toMatchObject({ total: 1, mine: 'like', totals: { like: 1 } });
    const sad = withMine(liked, 'sad');
    expect(sad).toMatchObject({ total: 1, mine: 'sad', totals: { like: 0, sad: 1 } });
    expect(withMine(sad, null)).toEqual(NO_REACTIONS);
  });

  test('never fall below zero, also when others were counted late', () => {
    expect(withMine({ ...NO_REACTIONS, mine: 'love' }, null)).toEqual(NO_REACTIONS);
  });

  test('name the kinds that were given, the most frequent first', () => {
    const totals = { like: 2, love: 5, haha: 0, sad: 0, angry: 1 };
    expect(kindsGiven({ totals, total: 8, mine: null })).toEqual(['love', 'like', 'angry']);
  });
});
