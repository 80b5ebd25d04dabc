import { describe, expect, test } from '@jest/globals';
import { countedTags, tagChanges } from './hashtag-uses.js';

describe('counting hashtags', () => {
  test('a post for followers adds to no count', () => {
    expect(countedTags({ hashtags: ['a'] }, true)).toEqual([]);
    expect(countedTags({ hashtags: ['b', 'a', 'b'] }, false)).toEqual(['b', 'a']);
  });

  test('a tag counts once, however it is spelt, and what is no tag does not count', () => {
    expect(countedTags({ hashtags: ['Straße', 'STRASSE', 'x'.repeat(51), '\ufe0f\u20e3'] }, false)).toEqual([
      'strasse',
    ]);
  });

  test('only what changed counts, in one order', () => {
    expect(tagChanges(['c', 'a'], ['b', 'c'])).toEqual([
      { tag: 'a', change: -1 },
      { tag: 'b', change: 1 },
    ]);
    expect(tagChanges(['a'], ['a'])).toEqual([]);
  });

  test('only tags that came or went change their counts', () => {
    expect(tagChanges(['b', 'a'], ['c', 'b'])).toEqual([
      { tag: 'a', change: -1 },
      { tag: 'c', change: 1 },
    ]);
  });
});
