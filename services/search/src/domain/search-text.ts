import { invalidField } from '@townsquare/kit';
import { foldText, hashtagKey } from '@townsquare/text';
import { z } from 'zod';
import { readTerms, type Term } from './words.js';

const MAX_QUERY_LENGTH = 200;

/** The text of a search, in Unicode's composed form (NFC). */
export const TypedText = z
  .string()
  .transform((text) => text.normalize('NFC').trim())
  .pipe(z.string().min(1, 'must not be empty').max(MAX_QUERY_LENGTH))
  .meta({ description: `What to search for, 1 to ${MAX_QUERY_LENGTH} characters` });

/** A search for posts. A post must meet all wanted conditions; of several `from` conditions, one. */
export interface PostSearch {
  /** Words that may be incomplete or misspelt. Of many words some may be missing. */
  terms: Term[];
  /** Conditions that a post must meet. */
  wanted: Condition[];
  /** Conditions that a post must not meet. */
  unwanted: Condition[];
}

export type Condition =
  /** These words in this order. */
  | { kind: 'phrase'; terms: Term[] }
  | { kind: 'tag'; tag: string }
  /** Written by the user with this user name. */
  | { kind: 'from'; username: string }
  /** Written before the beginning of a day in UTC, or since then. */
  | { kind: 'before' | 'after'; day: string }
  | { kind: 'media' };

/** A phrase in quotes, or anything between spaces. A hyphen before it makes it unwanted. */
const PIECES = /(-?)(?:"([^"]*)"|(\S+))/gu;
const OPERATOR = /^(from|before|after|has):(.+)$/iu;
const HASHTAG = /^#([\p{L}\p{M}\p{N}_\u200c\u200d]+)(.*)$/u;
const USERNAME = /^@?([a-z0-9_]{1,64})$/iu;
const Day = z.iso.date();

/**
 * Parses a search for posts. Throws `invalid_request` for an operator with an invalid value. Anything that is not an operator
 * (`12:30`, `re:`) is words.
 */
export function parsePostSearch(typed: string): PostSearch {
  const search: PostSearch = { terms: [], wanted: [], unwanted: [] };
  const words: string[] = [];
  for (const [, sign, quoted, plain] of withPlainSigns(typed).matchAll(PIECES)) {
    const { condition, rest } = quoted === undefined ? parsePiece(plain!) : { condition: phrase(quoted), rest: '' };
    if (sign) search.unwanted.push(condition ?? phrase(rest));
    else if (condition) search.wanted.push(condition);
    if (!sign) words.push(rest);
  }
  return {
    terms: readTerms(words.join(' ')),
    wanted: search.wanted.filter(isSomething),
    unwanted: search.unwanted.filter(isSomething),
  };
}

/** Whether the search can find anything: a search that only excludes finds nothing. */
export const looksForPosts = ({ terms, wanted }: PostSearch): boolean => terms.length > 0 || wanted.length > 0;

/** The user name or tag that was typed, without its `@` or `#`. Empty if it has no letter, digit or emoji. */
export function typedName(typed: string): string {
  if (readTerms(typed).length === 0) return '';
  return foldText(typed.trim().replace(/^[@#\uff20\uff03]/u, '')).trim();
}

/** Replaces the variants of signs that keyboards produce by the signs that the parser looks for. */
function withPlainSigns(text: string): string {
  const narrow = (wide: string) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0);
  return text.replace(/[\uff02\uff03\uff0d\uff1a\uff20]/gu, narrow).replace(/[\u201c\u201d\u201e\u201f]/gu, '"');
}

/** The condition of a piece without quotes, and the rest of it, which is words. */
function parsePiece(piece: string): { condition?: Condition; rest: string } {
  const operator = OPERATOR.exec(piece);
  if (operator) return { condition: parseOperator(operator[1]!.toLowerCase(), operator[2]!), rest: '' };
  const [, typed = '', rest = ''] = HASHTAG.exec(piece) ?? [];
  const tag = hashtagKey(typed);
  return tag === undefined ? { rest: piece } : { condition: { kind: 'tag', tag: foldText(tag) }, rest };
}

function parseOperator(name: string, value: string): Condition {
  if (name === 'from') {
    const username = USERNAME.exec(value)?.[1];
    if (username !== undefined) return { kind: 'from', username: username.toLowerCase() };
    throw refused(name, 'a user name', value);
  }
  if (name === 'has') {
    if (value.toLowerCase() === 'media') return { kind: 'media' };
    throw refused(name, 'media', value);
  }
  if (Day.safeParse(value).success) return { kind: name as 'before' | 'after', day: value };
  throw refused(name, 'a day such as 2026-01-31', value);
}

const refused = (operator: string, takes: string, value: string) =>
  invalidField('q', `${operator}: takes ${takes}, not ${value}`);

const phrase = (words: string): Condition => ({ kind: 'phrase', terms: readTerms(words) });

const isSomething = (condition: Condition): boolean => condition.kind !== 'phrase' || condition.terms.length > 0;
