import type { estypes } from '@elastic/elasticsearch';

export type Query = estypes.QueryDslQueryContainer;

/**
 * What a kind of match is worth. The steps are wider than what the text's own relevance adds, so that exact words come
 * before beginnings of words, and these before words that are only alike.
 */
const PHRASE = 50;
const EXACT = 200;
const BEGINNING = 100;

/** The engine refuses beginnings of more than 1,000 units of UTF-16. One sign can be folded into eighteen letters. */
const MAX_PREFIX = 500;

/** Longer words are not looked for as misspelt: the engine would take seconds over one of a thousand letters. */
const MAX_MISSPELT = 100;

/** One or two letters typed wrong, as the word is long; the first one is taken to be right. */
const TYPOS = { fuzziness: 'AUTO', prefix_length: 1 } as const;

/** Of one or two words all must be there, of more three quarters. */
const MOST_WORDS = '2<75%';

/** A match that counts a fixed amount. */
export function worth(boost: number, filter: Query): Query {
  return { constant_score: { filter, boost } };
}

/** The words in a text field: exact, begun, or misspelt. `weight` is what the field counts beside others. */
export function wordsIn(field: string, words: string, weight = 1): Query[] {
  return [
    worth(PHRASE * weight, { match_phrase: { [field]: words } }),
    worth(EXACT * weight, { match: { [field]: { query: words, operator: 'and' } } }),
    worth(BEGINNING * weight, { match_bool_prefix: { [field]: { query: words, operator: 'and' } } }),
    { match: { [field]: { query: words, minimum_should_match: MOST_WORDS, boost: weight, ...TYPOS } } },
  ];
}

/** One whole word in a field of words that are not taken apart: exact, begun, or misspelt. */
export function wordAs(field: string, word: string, weight = 1): Query[] {
  return [
    worth(EXACT * weight, { term: { [field]: word } }),
    ...wordBegunAs(field, word, weight),
    ...(word.length > MAX_MISSPELT ? [] : [{ fuzzy: { [field]: { value: word, boost: weight, ...TYPOS } } }]),
  ];
}

export function wordBegunAs(field: string, word: string, weight = 1): Query[] {
  return [worth(BEGINNING * weight, { prefix: { [field]: [...word].slice(0, MAX_PREFIX).join('') } })];
}

/** Whichever of these match, added up. */
export function anyOf(queries: Query[]): Query {
  return { bool: { should: queries, minimum_should_match: 1 } };
}
