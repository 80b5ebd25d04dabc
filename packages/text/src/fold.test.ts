import { describe, expect, test } from '@jest/globals';
import { randomTexts } from '../test/random-texts.js';
import { fold, foldText } from './fold.js';

describe('fold', () => {
  test.each([
    ['El Niño', 'el nino'],
    ['Zoë Müller-Straße', 'zoe muller-strasse'],
    ['STRAẞE', 'strasse'],
    ['Łódź, Ærø, Œuvre', 'lodz, aero, oeuvre'],
    ['e\u0301te\u0301', 'ete'],
    ['ﬁne ＦＵＬＬ', 'fine full'],
    ['İstanbul ISPARTA ısparta', 'istanbul isparta isparta'],
    ['Ελλάδα ΛΌΓΟΣ λόγος', 'ελλαδα λογοσ λογοσ'],
    ['한국어', '한국어'],
    ['한국어'.normalize('NFD'), '한국어'],
    ['हिन्दी', 'हिन्दी'],
    ['が', 'が'],
    ['か\u3099', 'が'],
    ['ｶﾞｷﾞﾊﾟﾝ', 'ガギパン'],
    ['plain text 👍🏽', 'plain text 👍🏽'],
    ['😀️ ❤️', '😀 ❤'],
    ['sp\u00adoil\u200der', 'spoiler'],
    ['one\u200btwo', 'one two'],
    ['', ''],
  ])('%s becomes %s', (original, expected) => {
    expect(foldText(original)).toBe(expected);
  });

  test.each([
    ['vowel signs', 'مُحَمَّد', 'محمد'],
    ['the stretching of letters', 'مـــحمد', 'محمد'],
    ['the forms of alef', 'أحمد إحمد آحمد ٱحمد', 'احمد احمد احمد احمد'],
    ['decomposed forms of alef', 'ا\u0654حمد', 'احمد'],
    ['the final forms of yeh and heh', 'مصطفى مدرسة', 'مصطفي مدرسه'],
    ['the Persian letters', 'کیک', 'كيك'],
    ['presentation forms', 'ﻣﺤﻤﺪ', 'محمد'],
    ['not the hamza of other letters', 'سؤال', 'سؤال'],
    ['the points of Hebrew', 'שָׁלוֹם', 'שלום'],
  ])('in Arabic and Hebrew it takes away %s', (_what, original, expected) => {
    expect(foldText(original)).toBe(expected);
  });

  test.each([
    ["l'amour", 'l amour'],
    ['L’Amour', 'l amour'],
    ["jusqu'à qu'elle c'est", 'jusqu a qu elle c est'],
    ["dell'arte all'opera gl'italiani un'ora", 'dell arte all opera gl italiani un ora'],
    ["don't o'clock rock'n'roll aujourd'hui", "don't o'clock rock'n'roll aujourd'hui"],
    ['don’t donʼt', "don't don't"],
    ["the girl's l' 'l", "the girl's l' 'l"],
  ])('%s becomes %s', (original, expected) => {
    expect(foldText(original)).toBe(expected);
  });

  test('positions lead from each folded code unit back to the original', () => {
    expect(fold('a\u0301ßc')).toEqual({ text: 'assc', positions: [0, 2, 2, 3, 4] });
    expect(fold('ｶﾞx').positions).toEqual([0, 2, 3]);
    expect(fold('\u1112\u1161\u11abx')).toEqual({ text: '한x', positions: [0, 3, 4] });
    expect(fold("l'été").positions).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('any text is folded alike in every normal form, and folding it again changes nothing', () => {
    for (const text of randomTexts(3_000)) {
      const folded = foldText(text);
      expect([text, foldText(folded)]).toEqual([text, folded]);
      for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD']) {
        expect([text, form, foldText(text.normalize(form))]).toEqual([text, form, folded]);
      }
      expect(fold(text).positions).toHaveLength(folded.length + 1);
    }
  });

  test('a long text is read in little time', () => {
    const started = performance.now();
    for (const part of ['e\u0301', '\u0301', '\u1161', "l'a", 'آ', '\u0654']) fold(part.repeat(5_000));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
