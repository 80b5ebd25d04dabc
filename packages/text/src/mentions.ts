import { withoutAddresses } from './web-addresses.js';

/** The most people that one text mentions. */
export const MAX_MENTIONS = 20;

/** What comes before the @ of `local-part@host`, in scripts that put spaces between words; and the slash of a path. */
const OF_ADDRESS = '[\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Greek}\\p{Nd}_][\\p{M}+%-]*|[@＠/]';
/** What makes a name another one: a Latin letter with an accent, a mark on the last letter, or the host of an address. */
const OF_NAME = '[\\p{Script=Latin}\\p{M}0-9_@＠]';
const MENTION = new RegExp(`(?<!${OF_ADDRESS})[@＠]([a-zA-Z0-9_]{3,30})(?!${OF_NAME})`, 'gu');

/**
 * The usernames that a text mentions as `@name`: in lower case, each once, in the order of the text, at most 20. Whether an
 * account has the name is not known here. Names are ASCII, so a letter of another script beside one ends
 * it (`@anaさん`, `感谢@ana`), and so does a full stop; `@anaïs` is another name, which no account can have, however its ï is
 * encoded. Mail and web addresses, and paths, mention no one.
 */
export function extractUsernames(text: string): string[] {
  const names = new Set<string>();
  for (const match of withoutAddresses(text).matchAll(MENTION)) {
    names.add(match[1]!.toLowerCase());
    if (names.size === MAX_MENTIONS) break;
  }
  return [...names];
}
