import { describe, expect, test } from '@jest/globals';
import { BACKFILL, type CandidateAuthor, type CandidatePost, dueEntries, mergeNewest } from './timeline.js';

const at = (second: number) => new Date(second * 1_000);
const post = (second: number, authorId = '1', deleted = false): CandidatePost => ({
  postId: String(second),
  authorId,
  createdAt: at(second),
  deleted,
});
const FOLLOWED: CandidateAuthor = { appliedAt: at(500), pulled: false };
const due = (posts: CandidatePost[], author: CandidateAuthor) =>
  dueEntries(
    posts.sort((one, other) => Number(other.createdAt) - Number(one.createdAt)),
    new Map([['1', author]]),
  ).map(({ postId }) => Number(postId));

describe('dueEntries', () => {
  test('returns the posts of followed authors that are not deleted', () => {
    expect(due([post(1), post(600), post(601, '1', true), post(602, '2')], FOLLOWED)).toEqual([600, 1]);
  });

  test('returns the latest posts from before the follow, and counts deleted ones among them', () => {
    const before = Array.from({ length: BACKFILL + 2 }, (_, index) => post(index + 1, '1', index === BACKFILL));
    expect(due(before, FOLLOWED)).toEqual([
      BACKFILL + 2,
      ...Array.from({ length: BACKFILL - 2 }, (_, i) => BACKFILL - i),
    ]);
    expect(due([post(600), ...before], FOLLOWED)).toHaveLength(BACKFILL);
  });

  test('counts a post from the moment of the follow among those from before it', () => {
    const before = Array.from({ length: BACKFILL }, (_, index) => post(index + 1));
    expect(due([post(500), ...before], FOLLOWED)).toEqual([
      500,
      ...Array.from({ length: BACKFILL - 1 }, (_, i) => BACKFILL - i),
    ]);
  });

  test('returns no posts of an author who is pulled', () => {
    expect(due([post(1), post(600)], { ...FOLLOWED, pulled: true })).toEqual([]);
  });

  test("returns all of the reader's own posts that are not deleted", () => {
    const own = { appliedAt: undefined, pulled: true };
    expect(due([post(1), post(600), post(700, '1', true)], own)).toEqual([600, 1]);
  });
});

test('mergeNewest orders by time and then by id, newest first, and returns each post once', () => {
  const dated = (postId: string, second: number) => ({ postId, createdAt: at(second) });
  const merged = mergeNewest(
    [
      [dated('5', 9), dated('3', 4)],
      [dated('20', 7), dated('5', 9), dated('10', 4), dated('1', 1)],
    ],
    4,
  );
  expect(merged.map(({ postId }) => postId)).toEqual(['5', '20', '10', '3']);
  const simultaneous = ['3', '20', '10'].map((postId) => dated(postId, 4));
  for (const list of [simultaneous, simultaneous.toReversed()]) {
    expect(mergeNewest([list], 3).map(({ postId }) => postId)).toEqual(['20', '10', '3']);
  }
});
