import { expect, test } from '@jest/globals';
import { caseFold } from './case-fold.js';

test.each([
  ['Straße', 'strasse'],
  ['STRAẞE', 'strasse'],
  ['ΛΌΓΟΣ λόγος', 'λόγοσ λόγοσ'],
  ['ſ', 's'],
  ['\u212a', 'k'],
  ['ﬃ', 'ffi'],
  ['ŉ', 'ʼn'],
  ['ǰ', 'j\u030c'],
  ['\u0390', '\u03b9\u0308\u0301'],
  ['և', 'եւ'],
  ['ᾳ', 'αι'],
  ['İ', 'i\u0307'],
  ['ı', 'ı'],
  ['ꭰ Ꭰ ᏸ', 'Ꭰ Ꭰ Ᏸ'],
  ['𐐀', '𐐨'],
  ['ПРИВЕТ', 'привет'],
  ['日本語 한국어 ไทย 👍🏽', '日本語 한국어 ไทย 👍🏽'],
])('%s is compared as %s', (text, folded) => {
  expect(caseFold(text)).toBe(folded);
});

test('folding a folded character changes nothing, and capitals fold as small letters, for every character', () => {
  // ı has a capital in another pair: I. Default case folding joins i and I alone.
  const capitalsAlone = new Set('ı');
  const wrong: string[] = [];
  for (let code = 0; code <= 0x10_ffff; code++) {
    const character = String.fromCodePoint(code);
    const folded = caseFold(character);
    if (caseFold(folded) !== folded) wrong.push(character);
    const isPaired = !capitalsAlone.has(character) && /\p{L}/u.test(character);
    if (isPaired && caseFold(character.toUpperCase()).normalize() !== folded.normalize()) wrong.push(character);
  }
  expect(wrong).toEqual([]);
});
