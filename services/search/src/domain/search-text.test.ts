import { describe, expect, test } from '@jest/globals';
import { parseSearchText, typedName } from './search-text.js';

describe('what somebody typed', () => {
  test.each([
    ['fresh  bread', { words: 'fresh bread', tags: [] }],
    ['#Café', { words: '', tags: ['cafe'] }],
    ['old #town  #Town walls', { words: 'old walls', tags: ['town'] }],
    ['C# is a#language', { words: 'c# is a#language', tags: [] }],
    ['#', { words: '#', tags: [] }],
  ])('%s', (typed, expected) => {
    expect(parseSearchText(typed)).toEqual(expected);
  });

  test('a name is taken without its sign', () => {
    expect(typedName(' @Zoë_K')).toBe('zoe_k');
    expect(typedName('#Été')).toBe('ete');
  });
});
