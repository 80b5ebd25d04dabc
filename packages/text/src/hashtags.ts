import { caseFold } from './case-fold.js';
import { withoutAddresses } from './web-addresses.js';

/** The most characters of a hashtag, as it is compared. */
export const MAX_HASHTAG_LENGTH = 50;
/** The most hashtags of a text. */
export const MAX_HASHTAGS = 30;

const SIGN = '[#＃﹟]';
const BEGINS = '\\p{L}\\p{N}_';
/** A joiner (U+200C, U+200D) stays inside a word: Persian and Indic words are written with them. */
const WORD = `[${BEGINS}](?:[\\u200c\\u200d]*[${BEGINS}\\p{M}])*`;
const HASHTAG = new RegExp(`(?<![${BEGINS}\\p{M}#＃﹟&/])${SIGN}(${WORD})`, 'gu');
const TAG = new RegExp(`^[${BEGINS}][${BEGINS}\\p{M}]*$`, 'u');
const HAS_LETTER = /\p{L}/u;

/**
 * The hashtags of a text as they were typed, without the #, in the order of the text: each once by its key, in its first
 * spelling, at most 30. A # inside a web address makes no hashtag.
 */
export function extractHashtags(text: string): string[] {
  const tags = new Map<string, string>();
  for (const { 1: typed } of withoutAddresses(text).matchAll(HASHTAG)) {
    const key = hashtagKey(typed!);
    if (key !== undefined && !tags.has(key)) tags.set(key, typed!);
    if (tags.size === MAX_HASHTAGS) break;
  }
  return [...tags.values()];
}

/**
 * The form in which hashtags are compared everywhere: in NFKC, by Unicode's default case folding, with accents. Undefined
 * when the text cannot be a hashtag: a hashtag begins with a letter, digit or underscore, may have marks, and has at least one
 * letter and at most 50 characters. A leading # is not part of it. The key of a key is itself.
 *
 * In one point it differs from the default: the Turkish İ and ı become i. Default folding makes İ an i with a dot above, so
 * #İstanbul and #ISTANBUL would be two hashtags; and ı in capitals is an I like any other.
 */
export function hashtagKey(typed: string): string | undefined {
  const key = caseFold(typed.normalize('NFKC').replace(JOINERS, ''))
    .normalize('NFKD')
    .replace(DOT_OF_I, '')
    .replace(DOTLESS_I, 'i')
    .normalize('NFKC');
  return TAG.test(key) && HAS_LETTER.test(key) && [...key].length <= MAX_HASHTAG_LENGTH ? key : undefined;
}

/** The keys of hashtags, each once; what cannot be a hashtag has none. */
export const hashtagKeys = (typed: readonly string[]): string[] => [
  ...new Set(typed.flatMap((tag) => hashtagKey(tag) ?? [])),
];

const JOINERS = /[\u200c\u200d]/gu;
const DOT_OF_I = /(?<=[iı][\u0300-\u036f]*)\u0307/gu;
const DOTLESS_I = /ı/gu;
