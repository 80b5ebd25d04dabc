import { describe, expect, test } from '@jest/globals';
import { fold, foldText, foldWord } from './fold.js';

describe('fold', () => {
  test.each([
    ['El Niño', 'El Nino'],
    ['Zoë Müller-Straße', 'Zoe Muller-Strasse'],
    ['Łódź, Ærø', 'Lodz, AEro'],
    ['e\u0301te\u0301', 'ete'],
    ['ﬁne', 'fine'],
    ['Ελλάδα', 'Ελλαδα'],
    ['한국어', '한국어'],
    ['हिन्दी', 'हिन्दी'],
    ['が', 'が'],
    ['plain text 👍🏽', 'plain text 👍🏽'],
    ['', ''],
  ])('%s becomes %s', (original, expected) => {
    expect(foldText(original)).toBe(expected);
  });

  test('positions lead from each folded code unit back to the original', () => {
    const original = 'a\u0301ßc';
    const { text, positions } = fold(original);
    expect(text).toBe('assc');
    expect(positions).toEqual([0, 2, 2, 3, 4]);
  });

  test('a word is folded in lower case', () => {
    expect(foldWord('ÉTÉ_2025')).toBe('ete_2025');
  });
});
