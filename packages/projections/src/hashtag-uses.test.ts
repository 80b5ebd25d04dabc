import { describe, expect, test } from '@jest/globals';
import { countedTags, describeTags, type HashtagUse, tagChanges } from './hashtag-uses.js';

/** Tags that are spelt as they are compared. */
const uses = (...tags: string[]): HashtagUse[] => tags.map((tag) => ({ tag, spelling: tag }));

describe('counting hashtags', () => {
  const account = { status: 'active' as const, isPrivate: false };
  const post = { hashtags: ['b', 'a', 'b'], isPrivate: false };

  test.each([
    ['a public post', post, account, uses('b', 'a')],
    ['a private post', { ...post, isPrivate: true }, account, []],
    ['a post of a private account', post, { ...account, isPrivate: true }, []],
    ['a post of a banned account', post, { ...account, status: 'banned' as const }, []],
    ['a post of a deactivated account', post, { ...account, status: 'inactive' as const }, []],
    ['a post of an account that is gone, until it is deleted', post, undefined, uses('b', 'a')],
  ])('counts the tags of %s', (_case, counted, author, expected) => {
    expect(countedTags(counted, author)).toEqual(expected);
  });

  test('a tag counts once, however it is spelt, and what is no tag does not count', () => {
    const hashtags = ['Straße', 'STRASSE', 'x'.repeat(51), '\ufe0f\u20e3'];
    expect(countedTags({ ...post, hashtags }, account)).toEqual([{ tag: 'strasse', spelling: 'Straße' }]);
  });

  test('only what changed counts, in one order', () => {
    expect(tagChanges(uses('c', 'a'), uses('b', 'c'))).toEqual([
      { tag: 'a', spelling: 'a', change: -1 },
      { tag: 'b', spelling: 'b', change: 1 },
    ]);
    expect(tagChanges(uses('a'), uses('a'))).toEqual([]);
    expect(tagChanges(uses('b', 'a'), uses('c', 'b'))).toEqual([
      { tag: 'a', spelling: 'a', change: -1 },
      { tag: 'c', spelling: 'c', change: 1 },
    ]);
  });

  test('another spelling is told of, and counts nothing', () => {
    expect(tagChanges(uses('tea'), [{ tag: 'tea', spelling: 'Tea' }])).toEqual([
      { tag: 'tea', spelling: 'Tea', change: 0 },
    ]);
  });

  test('another key in the same spelling differs', () => {
    const should = describeTags([...uses('cup'), { tag: 'strasse', spelling: 'straße' }]);
    expect(should).toBe('cup straße (strasse)');
    expect(describeTags(uses('straße', 'cup'))).not.toBe(should);
  });
});
