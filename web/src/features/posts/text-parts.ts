import type { Schemas } from '@townsquare/client';

/** A piece of a text: plain, or what it links to. */
export type TextPart =
  | { kind: 'text'; text: string }
  | { kind: 'hashtag'; text: string; tag: string }
  | { kind: 'mention'; text: string; username: string }
  | { kind: 'link'; text: string; url: string };

interface Known {
  /** The hashtags of the text, as the API found them. */
  hashtags?: readonly string[];
  mentions: readonly Schemas['Mention'][];
}

const TOKEN =
  /(?<url>\bhttps?:\/\/\S+)|(?<hashtag>[#＃﹟][\p{L}\p{N}\p{M}_\u200c\u200d]+)|(?<mention>[@＠][a-zA-Z0-9_]+)/gu;

/** What ends a sentence rather than a web address. */
const TRAILING = /[.,;:!?)\]}'"»”’]+$/u;

/**
 * The text in parts. Which hashtags and mentions it has is what the API says; here they are only found again. Only `http` and
 * `https` addresses become links.
 */
export function textParts(text: string, { hashtags = [], mentions }: Known): TextPart[] {
  const tags = new Map(hashtags.map((tag) => [fold(tag), tag]));
  const names = new Map(mentions.map((mention) => [mention.typed.toLowerCase(), mention.username]));
  const parts: TextPart[] = [];
  let position = 0;
  for (const match of text.matchAll(TOKEN)) {
    const part = toPart(match, tags, names);
    if (!part) continue;
    if (match.index > position) parts.push({ kind: 'text', text: text.slice(position, match.index) });
    parts.push(part);
    position = match.index + part.text.length;
  }
  if (position < text.length) parts.push({ kind: 'text', text: text.slice(position) });
  return parts;
}

const fold = (tag: string) => tag.normalize('NFKC').toLowerCase();

function toPart(match: RegExpMatchArray, tags: Map<string, string>, names: Map<string, string>): TextPart | undefined {
  const { url, hashtag, mention } = match.groups!;
  if (hashtag !== undefined) {
    const tag = tags.get(fold(hashtag.slice(1)));
    return tag === undefined ? undefined : { kind: 'hashtag', text: hashtag, tag };
  }
  if (mention !== undefined) {
    const username = names.get(mention.slice(1).toLowerCase());
    // The name that the person has now stands where another may have been typed.
    return username === undefined ? undefined : { kind: 'mention', text: mention, username };
  }
  const address = url!.replace(TRAILING, '');
  return URL.canParse(address) ? { kind: 'link', text: address, url: address } : undefined;
}
