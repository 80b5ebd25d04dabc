import { describe, expect, test } from '@jest/globals';
import { randomTexts } from '../test/random-texts.js';
import { extractHashtags, hashtagKey, hashtagKeys, MAX_HASHTAG_LENGTH, MAX_HASHTAGS } from './hashtags.js';

describe('hashtags of a text', () => {
  test.each([
    ['none', 'a plain text', []],
    ['one', 'I like #gardening', ['gardening']],
    ['several, in their order', '#two then #one', ['two', 'one']],
    ['the same one once, however it is written', '#Tea #tea #TEA', ['Tea']],
    ['the same one once by full case folding', '#Straße #STRASSE #STRAẞE #İstanbul #ISTANBUL', ['Straße', 'İstanbul']],
    ['with punctuation around', '(#tea), #coffee! #milk.', ['tea', 'coffee', 'milk']],
    ['with digits and underscores', '#web_2 #2024goals', ['web_2', '2024goals']],
    ['not digits alone', '#1 #2024 #1_000', []],
    ['in other scripts', '#café #日本語 #привет #हिन्दी', ['café', '日本語', 'привет', 'हिन्दी']],
    ['composed and decomposed alike', '#caf\u00e9 #cafe\u0301', ['café']],
    ['with the joiners inside them', '#می\u200cخواهم #क्\u200dष', ['می\u200cخواهم', 'क्\u200dष']],
    ['no keycap emoji', '#\ufe0f\u20e3 #\u20e3 #\ufe0f\u20e3tea 1\ufe0f\u20e3', []],
    ['none that begins with a mark', '#\u0301tea', []],
    ['in full-width characters', '＃ｔｅａ #TEA', ['ｔｅａ']],
    ['not in the middle of a word', 'a#b &#39; C#', []],
    ['not a heading', '# title ## more ##tea', []],
    ['not in an address', 'https://a.example/x#part www.b.example/#other #tea', ['tea']],
    ['ended by what is no letter', '#tea-time #café/au', ['tea', 'café']],
    ['beside each other', '#a1#b2', ['a1']],
  ])('%s', (_case, text, expected) => {
    expect(extractHashtags(text)).toEqual(expected);
  });

  test('a hashtag that is too long does not count', () => {
    const longest = 'x'.repeat(MAX_HASHTAG_LENGTH);
    expect(extractHashtags(`#${longest} #${longest}y`)).toEqual([longest]);
  });

  test('hashtags after the thirtieth do not count', () => {
    const text = Array.from({ length: 40 }, (_, index) => `#tag${index}`).join(' ');
    expect(extractHashtags(text)).toHaveLength(MAX_HASHTAGS);
  });

  test('a long text is read in little time', () => {
    const started = performance.now();
    extractHashtags('#'.repeat(5000));
    extractHashtags('#a'.repeat(2500));
    extractHashtags(`http://${'#'.repeat(4990)}`);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('the key of a hashtag', () => {
  test.each([
    ['Tea', 'tea'],
    ['ＴＥＡ', 'tea'],
    ['Straße', 'strasse'],
    ['STRAẞE', 'strasse'],
    ['İstanbul', 'istanbul'],
    ['ISTANBUL', 'istanbul'],
    ['ıstanbul', 'istanbul'],
    ['ΛΌΓΟΣ', 'λόγοσ'],
    ['λόγος', 'λόγοσ'],
    ['ſea', 'sea'],
    ['ꭰꭱ', 'ᎠᎡ'],
    ['Café', 'café'],
    ['CAFE\u0301', 'café'],
    ['cafe', 'cafe'],
    ['ｶﾞ', 'ガ'],
    ['한국'.normalize('NFD'), '한국'],
    ['می\u200cخواهم', 'میخواهم'],
    ['2024goals', '2024goals'],
    ['_a', '_a'],
  ])('%s is %s', (typed, expected) => {
    expect(hashtagKey(typed)).toBe(expected);
  });

  test.each([
    '#tea',
    'a b',
    '',
    '12',
    '1_2',
    '\ufe0f\u20e3',
    '\u0301a',
    'a\ufe0f-',
    'a\u200bb',
    '日'.repeat(51),
    'ß'.repeat(26),
  ])('there is none of %j', (text) => {
    expect(hashtagKey(text)).toBeUndefined();
  });

  test('is the same for any spelling in capitals or in another normal form, and is its own key', () => {
    for (const text of randomTexts(3_000)) {
      const key = hashtagKey(text);
      // Capitals of U+0345 alone depend on how the marks around it are ordered.
      if (key === undefined || text.includes('\u0345')) continue;
      for (const same of [key, text.toUpperCase(), text.toLowerCase(), text.normalize('NFD'), text.normalize('NFKC')]) {
        expect([text, same, hashtagKey(same)]).toEqual([text, same, key]);
      }
    }
  });

  test('is in the list of keys once, however many hashtags have it', () => {
    expect(hashtagKeys(['Tea', '#', 'TEA', 'cup', '\ufe0f\u20e3'])).toEqual(['tea', 'cup']);
  });
});
