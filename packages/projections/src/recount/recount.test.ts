import { expect, test } from '@jest/globals';
import { compare, isSame } from './recount.js';

const values = (entries: Record<string, string>) => new Map(Object.entries(entries));

test('what is missing, too much or other is a difference, and what agrees is none', async () => {
  const repaired: string[] = [];
  const found = compare('likes', values({ 1: '5', 2: '3', 3: '1' }), values({ 1: '5', 2: '4', 4: '2' }), async (id) => {
    repaired.push(id);
  });
  expect(found).toMatchObject([
    { what: 'likes', id: '2', is: '4', should: '3' },
    { what: 'likes', id: '3', is: 'nothing', should: '1' },
    { what: 'likes', id: '4', is: '2', should: 'nothing' },
  ]);
  for (const difference of found) await difference.repair();
  expect(repaired).toEqual(['2', '3', '4']);
});

test('a difference is the same only with the same values', () => {
  const difference = { what: 'likes', id: '2', is: '4', should: '3' };
  expect(isSame(difference, { ...difference })).toBe(true);
  expect(isSame(difference, { ...difference, is: '5' })).toBe(false);
  expect(isSame(difference, { ...difference, id: '3' })).toBe(false);
});
