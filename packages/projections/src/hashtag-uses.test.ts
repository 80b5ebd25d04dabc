import { describe, expect, test } from '@jest/globals';
import { countedTags, tagChanges } from './hashtag-uses.js';

describe('counting hashtags', () => {
  const account = { status: 'active' as const, isPrivate: false };
  const post = { hashtags: ['b', 'a', 'b'], isPrivate: false };

  test.each([
    ['a public post', post, account, ['b', 'a']],
    ['a private post', { ...post, isPrivate: true }, account, []],
    ['a post of a private account', post, { ...account, isPrivate: true }, []],
    ['a post of a banned account', post, { ...account, status: 'banned' as const }, []],
    ['a post of an account that is gone, until it is deleted', post, undefined, ['b', 'a']],
  ])('counts the tags of %s', (_case, counted, author, expected) => {
    expect(countedTags(counted, author)).toEqual(expected);
  });

  test('a tag of endless length is not counted', () => {
    expect(countedTags({ ...post, hashtags: ['x'.repeat(101), 'x'.repeat(100)] }, account)).toHaveLength(1);
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
