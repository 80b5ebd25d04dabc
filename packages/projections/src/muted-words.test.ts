import { describe, expect, test } from '@jest/globals';
import { foldPhrase, mentionsAny } from './muted-words.js';

const mentions = (text: string, ...words: string[]) => mentionsAny(foldPhrase(text), words.map(foldPhrase));

test.each([
  ['  Été   2025\n', 'ete 2025'],
  ['ＦＵＬＬ width', 'full width'],
  ['Straße', 'strasse'],
  ['#Café', '#cafe'],
  [' \t ', ''],
])('%j is compared as %j', (text, expected) => {
  expect(foldPhrase(text)).toBe(expected);
  expect(foldPhrase(expected)).toBe(expected);
});

describe('a word', () => {
  test.each([
    ['alone', 'art'],
    ['among others', 'The art of tea'],
    ['at the beginning and the end', 'art, and again: art'],
    ['in other letters', 'ART Árt ａｒｔ'],
    ['between signs', '(art)! "art"'],
    ['as a hashtag', 'Look #art'],
    ['behind one that only begins like it', 'artless art'],
    ['beside letters of a script without spaces', '日本art展'],
  ])('is found %s', (_where, text) => {
    expect(mentions(text, 'art')).toBe(true);
  });

  test.each(['party', 'artful', 'smart', 'art_2', 'art2', '2art', 'Kunst', '', 'artи', 'ar t'])(
    'is not found in %j',
    (text) => {
      expect(mentions(text, 'art')).toBe(false);
    },
  );

  test('is found in other scripts, whole where words have spaces between them', () => {
    expect(mentions('Сегодня выборы!', 'выборы')).toBe(true);
    expect(mentions('Сегодня предвыборы', 'выборы')).toBe(false);
    expect(mentions('चुनाव आ गया', 'चुनाव')).toBe(true);
    expect(mentions('चुनावी', 'चुनाव')).toBe(false);
    expect(mentions('明日は選挙です', '選挙')).toBe(true);
    expect(mentions('วันนี้มีการเลือกตั้งทั่วไป', 'เลือกตั้ง')).toBe(true);
    expect(mentions('ラーメンを食べる', 'ラーメン')).toBe(true);
  });

  test('may be a phrase, a hashtag, or no word at all', () => {
    expect(mentions('The World\n Cup is on', 'world cup')).toBe(true);
    expect(mentions('World Cups', 'world cup')).toBe(false);
    expect(mentions('I write C++ and C', 'c++')).toBe(true);
    expect(mentions('#art only', '#art')).toBe(true);
    expect(mentions('art only, and #artists', '#art')).toBe(false);
    expect(mentions('what fun🎉🎉', '🎉')).toBe(true);
    expect(mentions('𝒜𝒷', '𝒷')).toBe(false);
  });
});

test('any of several is enough, and of none there is nothing', () => {
  expect(mentions('Tea at five', 'coffee', 'tea')).toBe(true);
  expect(mentions('Tea at five', 'coffee', 'milk')).toBe(false);
  expect(mentions('Tea at five')).toBe(false);
});

test('a long text and many words take no time', () => {
  const words = Array.from({ length: 200 }, (_, index) => `${'a'.repeat(50)}${index}`);
  const started = performance.now();
  mentionsAny('a'.repeat(5_000), words);
  mentionsAny('a '.repeat(2_500), [...words, 'aa', 'a b']);
  mentionsAny('a'.repeat(5_000), ['a', 'aa']);
  expect(performance.now() - started).toBeLessThan(500);
});
