import { foldText } from '@townsquare/text';

/** What somebody typed, as it is searched for. */
export interface SearchText {
  /** The words, without accents; empty when only hashtags were typed. */
  words: string;
  /** Hashtags that were typed with their `#`, folded. */
  tags: string[];
}

const HASHTAG = /(^|\s)#([\p{L}\p{M}\p{N}_\u200c\u200d]+)/gu;

/** Takes apart what was typed: `#tags` ask for posts that carry them, the rest are words. */
export function parseSearchText(typed: string): SearchText {
  const tags = [...typed.matchAll(HASHTAG)].map((match) => foldText(match[2]!));
  const words = foldText(typed.replace(HASHTAG, ' ')).replace(/\s+/g, ' ').trim();
  return { words, tags: [...new Set(tags)] };
}

/** The one name that was typed, without its `@` or `#`: a user name or a tag. */
export function typedName(typed: string): string {
  return foldText(typed.trim().replace(/^[@#]/, ''));
}
