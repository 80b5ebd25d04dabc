import { HIDDEN_STATUSES } from '@townsquare/projections';
import { hyphenated } from './documents.js';
import { type Condition, type PostSearch, typedName } from './search-text.js';
import { anyOf, begunIn, exactlyIn, phraseIn, type Query, termsIn, wordAs, wordBegunAs } from './text-query.js';
import { readTerms } from './words.js';

// Results are in the order of their scores, and equal scores newest first. text-query.ts has the scores of matches,
// search-text.ts the operators that a query may have, reading/search-page.ts the sort order.

/** How many ids one query excludes at most. The engine refuses more than 65,536. */
const MAX_EXCLUDED = 60_000;

const idsAmong = (field: string, ids: string[]): Query => ({ terms: { [field]: ids.slice(0, MAX_EXCLUDED) } });

const alive: Query = { term: { deleted: false } };

/** Matches people by user name, name and, with little weight, their bio. */
export function peopleQuery(typed: string, hidden: string[]): Query {
  const terms = readTerms(typed);
  const matches = [
    ...wordAs('username', typedName(typed), 1.5),
    ...termsIn('usernameWords', readTerms(hyphenated(typed))),
    ...termsIn('fullName', terms, 1.2),
    exactlyIn('bio', terms),
  ];
  return people(matches, hidden);
}

/** Matches people whose user name or name begins with what was typed so far. */
export function peopleBegunQuery(typed: string, hidden: string[]): Query {
  const matches = [
    { term: { username: { value: typedName(typed), boost: 3 } } },
    ...wordBegunAs('username', typedName(typed)),
    begunIn('usernameWords', readTerms(hyphenated(typed))),
    begunIn('fullName', readTerms(typed)),
  ];
  return people(matches, hidden);
}

function people(matches: Query[], hidden: string[]): Query {
  const gone: Query[] = [{ terms: { status: [...HIDDEN_STATUSES] } }, idsAmong('userId', hidden)];
  return { bool: { must: anyOf(matches), filter: alive, must_not: gone } };
}

/** Whose private posts the reader may find, and whose posts the reader may not find at all. */
export interface PostScope {
  readerId: string | null;
  /** Authors of private posts whom the reader follows. */
  followed: string[];
  hidden: string[];
}

/** Matches posts that meet the search and that the reader may see. */
export function postsQuery(search: PostSearch, authors: Authors, { readerId, followed, hidden }: PostScope): Query {
  const allowed: Query[] = [{ term: { isPrivate: false } }];
  if (readerId !== null) allowed.push(idsAmong('authorId', [readerId, ...followed]));
  return posts(search, authors, anyOf(allowed), hidden);
}

/** Matches others' private posts that meet the search. Whether the reader may see them depends on the reader's follows. */
export function othersPrivatePostsQuery(
  search: PostSearch,
  authors: Authors,
  readerId: string,
  hidden: string[],
): Query {
  return posts(search, authors, { term: { isPrivate: true } }, [readerId, ...hidden]);
}

/** The ids of the users whom a search names, by user name. */
export type Authors = Map<string, string>;

function posts({ terms, wanted, unwanted }: PostSearch, authors: Authors, allowed: Query, hidden: string[]): Query {
  const from = wanted.filter(({ kind }) => kind === 'from').map((condition) => toQuery(condition, authors));
  const others = wanted.filter(({ kind }) => kind !== 'from').map((condition) => toQuery(condition, authors));
  return {
    bool: {
      must: terms.length === 0 ? [] : [anyOf(termsIn('content', terms))],
      filter: [alive, allowed, ...others, ...(from.length === 0 ? [] : [anyOf(from)])],
      must_not: [idsAmong('authorId', hidden), ...unwanted.map((condition) => toQuery(condition, authors))],
    },
  };
}

function toQuery(condition: Condition, authors: Authors): Query {
  switch (condition.kind) {
    case 'phrase':
      return phraseIn('content', condition.terms);
    case 'tag':
      return { term: { hashtags: condition.tag } };
    case 'from': {
      const authorId = authors.get(condition.username);
      return idsAmong('authorId', authorId === undefined ? [] : [authorId]);
    }
    case 'before':
      return { range: { createdAt: { lt: `${condition.day}T00:00:00.000Z` } } };
    case 'after':
      return { range: { createdAt: { gte: `${condition.day}T00:00:00.000Z` } } };
    case 'media':
      return { term: { hasMedia: true } };
  }
}

/** Matches hashtags that equal the word, begin with it, or are spelt like it. */
export function hashtagsQuery(typed: string): Query {
  return hashtags(wordAs('folded', typedName(typed)));
}

export function hashtagsBegunQuery(typed: string): Query {
  return hashtags(wordBegunAs('folded', typedName(typed)));
}

/** Among hashtags that match equally, those with more posts rank higher. */
function hashtags(matches: Query[]): Query {
  const used: Query = { range: { posts: { gt: 0 } } };
  const byUse = { field_value_factor: { field: 'posts', modifier: 'log1p' as const, missing: 0 } };
  const query: Query = { bool: { must: anyOf(matches), filter: used } };
  return { function_score: { query, functions: [byUse], boost_mode: 'sum' } };
}
