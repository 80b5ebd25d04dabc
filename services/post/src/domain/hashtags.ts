import { withoutAddresses } from './text.js';

export const MAX_HASHTAG_LENGTH = 50;
export const MAX_HASHTAGS = 30;

const WORD = '\\p{L}\\p{M}\\p{N}_';
const HASHTAG = new RegExp(`(?<![${WORD}#&/])#([${WORD}]+)`, 'gu');
const TAG = new RegExp(`^[${WORD}]+$`, 'u');
const ONLY_DIGITS = /^[\p{N}_]+$/u;

/**
 * The hashtags of a text, as they are compared: without the #, in lower case and NFKC, each once, in the order they
 * stand in, and no more than 30. A tag has letters, digits and underscores, is not digits alone, and has at most 50
 * characters; one inside a web address is none.
 */
export function extractHashtags(text: string): string[] {
  const tags = new Set<string>();
  for (const match of withoutAddresses(text.normalize('NFKC')).matchAll(HASHTAG)) {
    const tag = toTag(match[1]!);
    if (tag !== undefined) tags.add(tag);
    if (tags.size === MAX_HASHTAGS) break;
  }
  return [...tags];
}

/** A tag as it is compared, or undefined when the text cannot be one. A leading # is not part of it. */
export function toTag(text: string): string | undefined {
  const tag = text.normalize('NFKC').toLowerCase().normalize('NFKC');
  const fits = TAG.test(tag) && !ONLY_DIGITS.test(tag) && [...tag].length <= MAX_HASHTAG_LENGTH;
  return fits ? tag : undefined;
}
