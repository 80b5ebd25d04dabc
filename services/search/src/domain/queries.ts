import { foldWord, HIDDEN_STATUSES } from '@townsquare/projections';
import { usernameWords } from './documents.js';
import { type SearchText, typedName } from './search-text.js';
import { anyOf, type Query, wordAs, wordBegunAs, wordsIn } from './text-query.js';

/** The most ids that one query is given to leave out; the engine refuses more than 65,536. */
const MAX_EXCLUDED = 60_000;

const idsAmong = (field: string, ids: string[]): Query => ({ terms: { [field]: ids.slice(0, MAX_EXCLUDED) } });

const alive: Query = { term: { deleted: false } };

/** People by user name, name and, of little weight, what they say of themselves. */
export function peopleQuery(text: string, hidden: string[]): Query {
  const words = text.replace(/^@/, '');
  const matches = [
    ...wordAs('username', foldWord(words), 1.5),
    ...wordsIn('usernameWords', usernameWords(words)),
    ...wordsIn('fullName', words, 1.2),
    { match: { bio: { query: words, operator: 'and' as const } } },
  ];
  return people(matches, hidden);
}

/** People whose user name or name begins as what was typed so far. */
export function peopleBegunQuery(typed: string, hidden: string[]): Query {
  const begun = (field: string, query: string): Query => ({
    match_bool_prefix: { [field]: { query, operator: 'and' } },
  });
  const matches = [
    { term: { username: { value: typedName(typed), boost: 3 } } },
    ...wordBegunAs('username', typedName(typed)),
    begun('usernameWords', usernameWords(typedName(typed))),
    begun('fullName', typedName(typed)),
  ];
  return people(matches, hidden);
}

function people(matches: Query[], hidden: string[]): Query {
  const gone: Query[] = [{ terms: { status: [...HIDDEN_STATUSES] } }, idsAmong('userId', hidden)];
  return { bool: { must: anyOf(matches), filter: alive, must_not: gone } };
}

/** Whose private posts may be found, and whose posts may not be found at all. */
export interface PostScope {
  readerId: string | null;
  /** Authors of private posts whom the reader follows. */
  followed: string[];
  hidden: string[];
}

/** Posts that hold the words and all the hashtags, and that the reader may see. */
export function postsQuery(text: SearchText, { readerId, followed, hidden }: PostScope): Query {
  const allowed: Query[] = [{ term: { isPrivate: false } }];
  if (readerId !== null) allowed.push(idsAmong('authorId', [readerId, ...followed]));
  return { bool: { must: textOf(text), filter: [alive, anyOf(allowed)], must_not: idsAmong('authorId', hidden) } };
}

/** Private posts of others that hold the text: whether the reader may see them depends on whom they follow. */
export function othersPrivatePostsQuery(text: SearchText, readerId: string, hidden: string[]): Query {
  const filter = [alive, { term: { isPrivate: true } }];
  return { bool: { must: textOf(text), filter, must_not: idsAmong('authorId', [readerId, ...hidden]) } };
}

function textOf({ words, tags }: SearchText): Query[] {
  const tagged = tags.map((tag): Query => ({ term: { hashtags: tag } }));
  return words === '' ? tagged : [...tagged, anyOf(wordsIn('content', words))];
}

/** Hashtags that are, begin with, or are spelt like the word. */
export function hashtagsQuery(typed: string): Query {
  return hashtags(wordAs('folded', typedName(typed)));
}

export function hashtagsBegunQuery(typed: string): Query {
  return hashtags(wordBegunAs('folded', typedName(typed)));
}

/** The more posts carry it, the higher a hashtag ranks among those that match as well. */
function hashtags(matches: Query[]): Query {
  const used: Query = { range: { posts: { gt: 0 } } };
  const byUse = { field_value_factor: { field: 'posts', modifier: 'log1p' as const, missing: 0 } };
  const query: Query = { bool: { must: anyOf(matches), filter: used } };
  return { function_score: { query, functions: [byUse], boost_mode: 'sum' } };
}
