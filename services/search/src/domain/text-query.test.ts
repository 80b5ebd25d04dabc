import { expect, test } from '@jest/globals';
import { wordAs, wordBegunAs } from './text-query.js';

const LONG = '\u{1f600}'.repeat(1000);

test('a prefix query has whole characters and a length that the engine accepts', () => {
  const [{ constant_score }] = wordBegunAs('folded', LONG) as [{ constant_score: { filter: object } }];
  expect(constant_score.filter).toEqual({ prefix: { folded: '\u{1f600}'.repeat(500) } });
});

test('a word is searched with misspellings, unless it is so long that this would take seconds', () => {
  expect(JSON.stringify(wordAs('folded', 'bread'))).toContain('fuzzy');
  expect(JSON.stringify(wordAs('folded', 'b'.repeat(101)))).not.toContain('fuzzy');
});
