import { describe, expect, test } from '@jest/globals';
import { HIDDEN_STATUSES } from '@townsquare/projections';
import { hashtagsBegunQuery, othersPrivatePostsQuery, peopleBegunQuery, peopleQuery, postsQuery } from './queries.js';
import { parsePostSearch } from './search-text.js';

const search = (text: string) => parsePostSearch(text);
const ALIVE = { term: { deleted: false } };
const NOBODY = { readerId: null, followed: [], hidden: [] };

/** The conditions that a found document must and must not meet. */
function conditionsOf(query: object): { filter: unknown[]; must: unknown[]; must_not: unknown[] } {
  return (query as { bool: ReturnType<typeof conditionsOf> }).bool;
}

describe('a search for posts', () => {
  const authors = new Map([['ana', '7']]);

  test('finds public posts alone for a signed-out reader', () => {
    const { filter, must_not } = conditionsOf(postsQuery(search('tea'), authors, NOBODY));
    const isPublic = { bool: { should: [{ term: { isPrivate: false } }], minimum_should_match: 1 } };
    expect(filter).toEqual([ALIVE, isPublic]);
    expect(must_not).toEqual([{ terms: { authorId: [] } }]);
  });

  test("finds the reader's private posts and those of followed authors, and none of hidden authors", () => {
    const scope = { readerId: '1', followed: ['2'], hidden: ['3'] };
    const { filter, must_not } = conditionsOf(postsQuery(search('tea'), authors, scope));
    expect(JSON.stringify(filter[1])).toContain('{"term":{"isPrivate":false}},{"terms":{"authorId":["1","2"]}}');
    expect(must_not).toEqual([{ terms: { authorId: ['3'] } }]);
  });

  test("for others' private posts leaves out the reader's own and those of hidden authors", () => {
    const { filter, must_not } = conditionsOf(othersPrivatePostsQuery(search('tea'), authors, '1', ['3']));
    expect(filter).toEqual([ALIVE, { term: { isPrivate: true } }]);
    expect(must_not).toEqual([{ terms: { authorId: ['1', '3'] } }]);
  });

  test('excludes no more authors than the engine accepts', () => {
    const hidden = Array.from({ length: 70_000 }, (_, id) => String(id));
    const { must_not } = conditionsOf(postsQuery(search('tea'), authors, { ...NOBODY, hidden }));
    expect(must_not).toEqual([{ terms: { authorId: hidden.slice(0, 60_000) } }]);
  });

  test.each<[string, unknown]>([
    ['#tea', { term: { hashtags: 'tea' } }],
    ['before:2026-01-31', { range: { createdAt: { lt: '2026-01-31T00:00:00.000Z' } } }],
    ['after:2026-01-31', { range: { createdAt: { gte: '2026-01-31T00:00:00.000Z' } } }],
    ['has:media', { term: { hasMedia: true } }],
    ['from:ana', { terms: { authorId: ['7'] } }],
    ['from:ben', { terms: { authorId: [] } }],
  ])('with %s requires it, and with a minus excludes it', (text, condition) => {
    const wanted = conditionsOf(postsQuery(search(text), authors, NOBODY));
    expect(JSON.stringify(wanted.filter.slice(2))).toContain(JSON.stringify(condition));
    expect(wanted.must).toEqual([]);
    expect(conditionsOf(postsQuery(search(`tea -${text}`), authors, NOBODY)).must_not.slice(1)).toEqual([condition]);
  });

  test('from one of several authors needs one of them', () => {
    const { filter } = conditionsOf(postsQuery(search('from:ana from:ben'), authors, NOBODY));
    expect(filter).toHaveLength(3);
    expect(JSON.stringify(filter[2])).toContain('{"terms":{"authorId":["7"]}},{"terms":{"authorId":[]}}');
  });
});

test.each([
  ['a search', peopleQuery],
  ['a suggestion', peopleBegunQuery],
])('%s of people leaves out deleted, hidden and banned ones', (_what, query) => {
  const { filter, must_not } = conditionsOf(query('ana', ['3']));
  expect(filter).toEqual(ALIVE);
  expect(must_not).toEqual([{ terms: { status: [...HIDDEN_STATUSES] } }, { terms: { userId: ['3'] } }]);
});

test('a hashtag without posts is not found', () => {
  expect(JSON.stringify(hashtagsBegunQuery('tea'))).toContain('"filter":{"range":{"posts":{"gt":0}}}');
});
