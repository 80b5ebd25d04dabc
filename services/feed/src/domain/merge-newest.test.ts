import { expect, test } from '@jest/globals';
import { mergeNewest } from './merge-newest.js';

const post = (postId: string, second: number) => ({ postId, createdAt: new Date(second * 1000) });

test('several lists become one, newest first, by id within one moment, each post once', () => {
  const merged = mergeNewest(
    [
      [post('5', 9), post('3', 4)],
      [post('20', 7), post('5', 9), post('10', 4), post('1', 1)],
    ],
    4,
  );
  expect(merged.map(({ postId }) => postId)).toEqual(['5', '20', '10', '3']);
});
