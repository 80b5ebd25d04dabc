import { invalidField } from '@townsquare/kit';
import { foldText, hashtagKey } from '@townsquare/text';
import { z } from 'zod';
import { readTerms, type Term } from './words.js';

/** What a search for posts asks for. A post must have all that is wanted; of several `from`, one. */
export interface PostSearch {
  /** Words that may be begun or misspelt, and of many some may be missing. */
  terms: Term[];
  /** What a post must have. */
  wanted: Condition[];
  /** What a post must not have. */
  unwanted: Condition[];
}

export type Condition =
  /** These words, one after another. */
  | { kind: 'phrase'; terms: Term[] }
  | { kind: 'tag'; tag: string }
  /** Written by the person with this user name. */
  | { kind: 'from'; username: string }
  /** Written before a day began, or since; days are those of UTC. */
  | { kind: 'before' | 'after'; day: string }
  | { kind: 'media' };

/** A phrase in quotes, or anything between blanks; a hyphen before it makes it unwanted. */
const PIECES = /(-?)(?:"([^"]*)"|(\S+))/gu;
const OPERATOR = /^(from|before|after|has):(.+)$/iu;
const HASHTAG = /^#([\p{L}\p{M}\p{N}_\u200c\u200d]+)(.*)$/u;
const USERNAME = /^@?([a-z0-9_]{1,64})$/iu;
const Day = z.iso.date();

/**
 * Takes apart what was typed to find posts. Throws `invalid_request` for an operator with a value that it does not take;
 * what is no operator (`12:30`, `re:`) is words.
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

/** Whether there is anything to look for: a search that only leaves out finds nothing. */
export const looksForPosts = ({ terms, wanted }: PostSearch): boolean => terms.length > 0 || wanted.length > 0;

/** The one name that was typed, without its `@` or `#`: a user name or a tag. Empty when it has no letter or digit. */
export function typedName(typed: string): string {
  if (readTerms(typed).length === 0) return '';
  return foldText(typed.trim().replace(/^[@#\uff20\uff03]/u, '')).trim();
}

/** Signs that keyboards have in several forms, in the one that is looked for. */
function withPlainSigns(text: string): string {
  const narrow = (wide: string) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0);
  return text.replace(/[\uff02\uff03\uff0d\uff1a\uff20]/gu, narrow).replace(/[\u201c\u201d\u201e\u201f]/gu, '"');
}

/** What a piece without quotes asks for, and what of it is words. */
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
