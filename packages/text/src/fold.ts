import { caseFold } from './case-fold.js';

/** Letters that Unicode does not take apart, in small letters, and what people type for them. */
const PLAIN_LETTERS: Record<string, string> = {
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ı: 'i',
  þ: 'th',
  // Arabic letters that are typed for each other, as in Lucene's ArabicNormalizer and PersianNormalizer.
  ٱ: 'ا',
  ى: 'ي',
  ی: 'ي',
  ک: 'ك',
  ة: 'ه',
  // The apostrophes that keyboards and word processors write become one.
  '\u2018': "'",
  '\u2019': "'",
  '\u02bc': "'",
  // The zero-width space, which separates words.
  '\u200b': ' ',
};
const PLAIN = new RegExp(`[${Object.keys(PLAIN_LETTERS).join('')}]`, 'gu');

/** Marks that are often left out: accents of Latin, Greek and Cyrillic, vowel signs of Arabic and points of Hebrew. */
const OPTIONAL_MARKS =
  /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08ca-\u08e1\u08e3-\u08ff]/gu;
/** The hamza and madda of an alef. On other letters they make another letter. */
const ALEF_MARKS = /(?<=ا)[\u0653-\u0655]+/gu;
const TATWEEL = /ـ/gu;
/** Invisible characters that change how those beside them look: joiners, soft hyphens, variation selectors. */
const UNSEEN = /(?!\u200b)\p{Default_Ignorable_Code_Point}/gu;

/**
 * One character, with all after it that Unicode may compose with it: marks, the vowels and finals of a Korean syllable, the
 * sound marks of half-width kana, and what is not seen between them. So the text is normalised as if it were done at once.
 */
const FOLLOWING =
  '(?!\\u200b)[\\p{M}\\p{Default_Ignorable_Code_Point}\\u1160-\\u11ff\\ud7b0-\\ud7ff\\uffa0-\\uffdc\\uff9e\\uff9f\\u{16d63}\\u{16d67}-\\u{16d6a}]';
const CHARACTERS = new RegExp(`(?!${FOLLOWING})[^](?:${FOLLOWING})*|(?:${FOLLOWING})+`, 'gu');

/** The articles and pronouns that French, Italian and Catalan elide, as in Lucene's analyzers for them. */
const ELIDED =
  /(?<![\p{L}\p{N}'])(?:[cdjlmnstv]|qu|jusqu|lorsqu|puisqu|quoiqu|un|gl|(?:d|deg|neg|sug|da)gl|(?:a|da|de|ne|su|co|pe)ll)'(?=\p{L})/gu;

/** A folded text, and where each of its code units comes from. */
export interface FoldedText {
  text: string;
  /** For each code unit of `text` its position in the original, and the original's length at the end. */
  positions: number[];
}

/**
 * The form of a text for comparisons that forgive spelling, in search and muted words: `El Nino` finds `El Niño`. Compatible
 * characters, cases and apostrophes become the same, and marks that people often leave out are removed; in most scripts marks
 * are part of the word and stay. The word after an elided article (`l'amour`) becomes a word of its own. Folding a folded text
 * changes nothing.
 */
export function fold(original: string): FoldedText {
  const positions: number[] = [];
  let text = '';
  for (const { 0: character, index } of original.matchAll(CHARACTERS)) {
    const folded = foldCharacter(character);
    for (let unit = 0; unit < folded.length; unit++) positions.push(index);
    text += folded;
  }
  positions.push(original.length);
  return { text: text.replace(ELIDED, (article) => `${article.slice(0, -1)} `), positions };
}

/** The folded text alone. */
export const foldText = (original: string): string => fold(original).text;

function foldCharacter(character: string): string {
  if (character.length === 1 && character < '\u0080') return character.toLowerCase();
  return caseFold(character.normalize('NFKD').replace(UNSEEN, '').replace(OPTIONAL_MARKS, ''))
    .normalize('NFKD')
    .replace(PLAIN, (letter) => PLAIN_LETTERS[letter]!)
    .replace(ALEF_MARKS, '')
    .replace(TATWEEL, '')
    .replace(OPTIONAL_MARKS, '')
    .normalize('NFKC');
}
