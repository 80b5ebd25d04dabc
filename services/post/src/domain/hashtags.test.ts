import { describe, expect, test } from '@jest/globals';
import { extractHashtags, MAX_HASHTAG_LENGTH, MAX_HASHTAGS, toTag } from './hashtags.js';

describe('hashtags of a text', () => {
  test.each([
    ['none', 'a plain text', []],
    ['one', 'I like #gardening', ['gardening']],
    ['several, in their order', '#two then #one', ['two', 'one']],
    ['the same one once, however it is written', '#Tea #tea #TEA', ['tea']],
    ['with punctuation around', '(#tea), #coffee! #milk.', ['tea', 'coffee', 'milk']],
    ['with digits and underscores', '#web_2 #2024goals', ['web_2', '2024goals']],
    ['not digits alone', '#1 #2024 #1_000', []],
    ['in other scripts', '#café #日本語 #привет #हिन्दी', ['café', '日本語', 'привет', 'हिन्दी']],
    ['composed and decomposed alike', '#caf\u00e9 #cafe\u0301', ['café']],
    ['in full-width characters', '＃ｔｅａ', ['tea']],
    ['not in the middle of a word', 'a#b &#39; C#', []],
    ['not a heading', '# title ## more ##tea', []],
    ['not in an address', 'https://a.example/x#part www.b.example/#other #tea', ['tea']],
    ['ended by what is no letter', '#tea-time #café/au', ['tea', 'café']],
    ['beside each other', '#a1#b2', ['a1']],
  ])('%s', (_case, text, expected) => {
    expect(extractHashtags(text)).toEqual(expected);
  });

  test('one that is too long is none', () => {
    const longest = 'x'.repeat(MAX_HASHTAG_LENGTH);
    expect(extractHashtags(`#${longest} #${longest}y`)).toEqual([longest]);
  });

  test('those after the thirtieth do not count', () => {
    const text = Array.from({ length: 40 }, (_, index) => `#tag${index}`).join(' ');
    expect(extractHashtags(text)).toHaveLength(MAX_HASHTAGS);
  });

  test('a long text takes no time', () => {
    const started = performance.now();
    extractHashtags('#'.repeat(5000));
    extractHashtags('#a'.repeat(2500));
    extractHashtags(`http://${'#'.repeat(4990)}`);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

test.each([
  ['Tea', 'tea'],
  ['ＴＥＡ', 'tea'],
  ['#tea', undefined],
  ['a b', undefined],
  ['', undefined],
  ['12', undefined],
])('%s as a tag', (text, expected) => {
  expect(toTag(text)).toBe(expected);
});
