import { foldText } from '@townsquare/text';

/** The longest word or phrase that can be muted, as it is compared, in UTF-16 code units. */
export const MAX_MUTED_WORD_LENGTH = 100;

/** A text, or a word or phrase to look for in it, as the two are compared: folded, with single spaces. */
export function foldPhrase(text: string): string {
  return foldText(text).replace(/\s+/gu, ' ').trim();
}

/** Scripts without spaces between words: a word of theirs may stand right beside any other. */
const UNSPACED = ['Han', 'Hiragana', 'Katakana', 'Thai', 'Lao', 'Khmer', 'Myanmar']
  .map((script) => `\\p{Script_Extensions=${script}}`)
  .join('');
/** What goes on with a word where it stands beside it. Between a word and all else there is a boundary. */
const JOINING = `(?![${UNSPACED}])[\\p{L}\\p{M}\\p{N}_]`;
const ENDS_JOINING = new RegExp(`${JOINING}$`, 'u');
const BEGINS_JOINING = new RegExp(`^${JOINING}`, 'u');

/** The most code units that one character has. */
const CHARACTER = 2;

/** Whether any of the words or phrases stands in the text as a whole: `art`, but not in `party`. Text and words are folded. */
export function mentionsAny(text: string, words: readonly string[]): boolean {
  return words.some((word) => standsIn(text, word));
}

function standsIn(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const end = at + word.length;
    const before = text.slice(Math.max(0, at - CHARACTER), at);
    const after = text.slice(end, end + CHARACTER);
    if (isBoundary(before, word) && isBoundary(word, after)) return true;
  }
  return false;
}

function isBoundary(left: string, right: string): boolean {
  return !ENDS_JOINING.test(left) || !BEGINS_JOINING.test(right);
}
