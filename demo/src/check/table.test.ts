import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@jest/globals';
import { describeGaps, formatTable } from './table.js';

const FIGURES = [
  { service: 'user', what: 'profiles', expected: 1000, there: 1000 },
  { service: 'user', what: 'follows', expected: 37624, there: 37620 },
  { service: 'comment', what: 'comments', expected: 5, there: 6 },
];

test('the table names each service once and marks what does not agree', () => {
  const lines = stripVTControlCharacters(formatTable(FIGURES)).split('\n');
  expect(lines).toEqual([
    '  service       what           sent      there',
    '  user          profiles      1,000      1,000  ✓',
    '                follows      37,624     37,620  ✗',
    '  comment       comments          5          6  ✗',
  ]);
});

test('the gaps are told with their size and direction', () => {
  expect(describeGaps(FIGURES)).toEqual([
    'user: follows: 4 missing (37,620 instead of 37,624)',
    'comment: comments: 1 too many (6 instead of 5)',
  ]);
});
