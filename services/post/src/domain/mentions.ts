import { withoutAddresses } from '@townsquare/text';

export const MAX_MENTIONS = 20;

const MENTION = /(?<![\p{L}\p{N}_.@/+-])@([a-z0-9_]{3,30})(?![\p{L}\p{N}_@])/giu;

/**
 * The usernames that a text addresses as `@name`: in lower case, each once, in the order they stand in, and no more than
 * 20. Whether there is anyone of that name is not known here. Mail and web addresses address nobody.
 */
export function extractUsernames(text: string): string[] {
  const names = new Set<string>();
  for (const match of withoutAddresses(text).matchAll(MENTION)) {
    names.add(match[1]!.toLowerCase());
    if (names.size === MAX_MENTIONS) break;
  }
  return [...names];
}
