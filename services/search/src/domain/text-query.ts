import type { estypes } from '@elastic/elasticsearch';
import { haveHyphens, lackSpaces, type Term, textOf } from './words.js';

export type Query = estypes.QueryDslQueryContainer;

/**
 * The score of each kind of match. The steps are larger than what the text's own relevance adds, so that exact words rank
 * before beginnings of words, and these before similar words.
 */
const PHRASE = 50;
const EXACT = 200;
const BEGINNING = 100;

/** The engine refuses prefixes of more than 1,000 UTF-16 code units. One character can be folded into eighteen letters. */
const MAX_PREFIX = 500;

/** Longer words are not searched with misspellings: a word of a thousand letters would take the engine seconds. */
const MAX_MISSPELT = 100;

/** More terms are not searched with misspellings: each becomes a query for many words, and the engine limits their sum. */
const MAX_MISSPELT_TERMS = 20;

/** Allows one or two wrong letters, depending on the length of the word. The first letter must be right. */
const TYPOS = { fuzziness: 'AUTO', prefix_length: 1, max_expansions: 25 } as const;

/** One or two terms must all match; of more terms, three quarters. */
const MOST_TERMS = '2<75%';

/** A match with a fixed score. */
export function worth(boost: number, filter: Query): Query {
  return { constant_score: { filter, boost } };
}

/** At least one of the queries; the scores of all that match are added. */
export function anyOf(queries: Query[]): Query {
  return { bool: { should: queries, minimum_should_match: 1 } };
}

/** All of the queries. */
export function allOf(queries: Query[]): Query {
  return { bool: { must: queries } };
}

/** The terms in a field: exact, as prefixes, or misspelt. `weight` is the weight of the field beside others. */
export function termsIn(field: string, terms: Term[], weight = 1): Query[] {
  const distinct = distinctTerms(terms);
  return [
    worth(PHRASE * weight, inOrder(field, terms)),
    worth(EXACT * weight, exactlyIn(field, distinct)),
    worth(BEGINNING * weight, begunIn(field, distinct)),
    mostlyIn(field, distinct, weight),
  ];
}

/** The terms in this order, or, in scripts without spaces, their characters. */
export function phraseIn(field: string, terms: Term[]): Query {
  return anyOf(lackSpaces(terms) ? [inOrder(field, terms), charactersIn(field, terms)] : [inOrder(field, terms)]);
}

/** All terms exactly, in any order. */
export function exactlyIn(field: string, terms: Term[]): Query {
  return allOf(terms.map((term) => inOrder(field, [term])));
}

/** All terms, the last of which may be a prefix. */
export function begunIn(field: string, terms: Term[]): Query {
  const whole = terms.map((term) => phraseIn(field, [term]));
  const last = terms.at(-1)!;
  return allOf([...whole.slice(0, -1), anyOf([whole.at(-1)!, ...beginningsIn(field, last)])]);
}

/** Most of the terms, misspelt or not. */
function mostlyIn(field: string, terms: Term[], weight: number): Query {
  const should = terms.map((term) => ({
    dis_max: { queries: [phraseIn(field, [term]), ...(terms.length > MAX_MISSPELT_TERMS ? [] : alikeIn(field, term))] },
  }));
  return { bool: { should, minimum_should_match: MOST_TERMS, boost: weight } };
}

/** The terms in this order, with or without hyphens in the query or the text. */
function inOrder(field: string, terms: Term[]): Query {
  const joined = textOf(terms, 'joined');
  const queries = [phrase(`${field}.parts`, textOf(terms, 'parts')), phrase(`${field}.joined`, joined)];
  return anyOf(haveHyphens(terms) ? [...queries, phrase(`${field}.parts`, joined)] : queries);
}

const charactersIn = (field: string, terms: Term[]): Query =>
  phrase(`${field}.characters`, textOf(terms, 'characters'));

const phrase = (field: string, query: string): Query => ({ match_phrase: { [field]: query } });

function beginningsIn(field: string, term: Term): Query[] {
  const word = term.joined.at(-1)!.text;
  return [beginning(`${field}.parts`, word), beginning(`${field}.joined`, word)];
}

function alikeIn(field: string, term: Term): Query[] {
  const query = textOf([term], 'joined');
  if (query.length > MAX_MISSPELT) return [];
  return ['parts', 'joined'].map((form) => ({
    match: { [`${field}.${form}`]: { query, operator: 'and' as const, ...TYPOS } },
  }));
}

function distinctTerms(terms: Term[]): Term[] {
  return [...new Map(terms.map((term) => [textOf([term], 'parts'), term])).values()];
}

/** A word in a keyword field: exact, as a prefix, or misspelt. */
export function wordAs(field: string, word: string, weight = 1): Query[] {
  return [
    worth(EXACT * weight, { term: { [field]: word } }),
    ...wordBegunAs(field, word, weight),
    ...(word.length > MAX_MISSPELT ? [] : [{ fuzzy: { [field]: { value: word, boost: weight, ...TYPOS } } }]),
  ];
}

export function wordBegunAs(field: string, word: string, weight = 1): Query[] {
  return [worth(BEGINNING * weight, beginning(field, word))];
}

const beginning = (field: string, word: string): Query => ({
  prefix: { [field]: [...word].slice(0, MAX_PREFIX).join('') },
});
