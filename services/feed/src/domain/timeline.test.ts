import { describe, expect, test } from '@jest/globals';
import { BACKFILL, type CandidateAuthor, type CandidatePost, dueEntries } from './timeline.js';

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

describe('the posts that must stand in a timeline', () => {
  test('are those of people who are followed and that are not deleted', () => {
    expect(due([post(1), post(600), post(601, '1', true), post(602, '2')], FOLLOWED)).toEqual([600, 1]);
  });

  test('from before the follow are the latest, among which deleted ones had a place', () => {
    const before = Array.from({ length: BACKFILL + 2 }, (_, index) => post(index + 1, '1', index === BACKFILL));
    expect(due(before, FOLLOWED)).toEqual([
      BACKFILL + 2,
      ...Array.from({ length: BACKFILL - 2 }, (_, i) => BACKFILL - i),
    ]);
    expect(due([post(600), ...before], FOLLOWED)).toHaveLength(BACKFILL);
  });

  test('of somebody with very many followers are none', () => {
    expect(due([post(1), post(600)], { ...FOLLOWED, pulled: true })).toEqual([]);
  });

  test('of the reader are all', () => {
    const own = { appliedAt: undefined, pulled: true };
    expect(due([post(1), post(600), post(700, '1', true)], own)).toEqual([600, 1]);
  });
});
