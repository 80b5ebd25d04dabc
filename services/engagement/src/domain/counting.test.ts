import { describe, expect, test } from '@jest/globals';
import { NO_REACTIONS } from '@townsquare/contracts';
import {
  asOwned,
  deletedPost,
  type OwnedPost,
  type PostState,
  unknownPost,
  withPost,
  withReactions,
  withThread,
} from './post-state.js';
import { dayOf, hourOf, lastDays, reactionChange, windowStart } from './rollups.js';
import { contribution, difference, type UserDelta } from './user-counts.js';

const AT = '2026-01-02T03:04:05.678Z';
const post = (isPrivate = false) => ({ isPrivate, createdAt: AT });
const totals = (like: number, love = 0) => ({ ...NO_REACTIONS, like, love });

const changes = [
  withPost(post(), 1),
  withPost(post(true), 2),
  withReactions(totals(1), 1),
  withReactions(totals(2, 3), 2),
  withThread({ commentCount: 1, version: 1 }),
  withThread({ commentCount: 7, version: 2 }),
];

function permutations<T>(items: T[]): T[][] {
  if (items.length < 2) return [items];
  return items.flatMap((item, index) =>
    permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
  );
}

/** Applies changes in turn and adds up their effects on the author's counts, as the service does. */
function run(list: typeof changes): { state: PostState; counts: UserDelta } {
  let state = unknownPost('1');
  const counts: Record<string, number> = {};
  for (const change of list) {
    const next = change(state);
    for (const [count, by] of Object.entries(difference(state, next))) counts[count] = (counts[count] ?? 0) + by;
    state = next;
  }
  return { state, counts };
}

const nonZero = (counts: UserDelta) => Object.fromEntries(Object.entries(counts).filter(([, value]) => value !== 0));

describe('the state of a post', () => {
  test('is the same in whatever order its events arrive', () => {
    for (const list of permutations(changes)) {
      const { state, counts } = run(list);
      expect(state).toMatchObject({ isPrivate: true, totals: totals(2, 3), commentCount: 7, postVersion: 2 });
      expect(nonZero(counts)).toEqual({ privatePosts: 1, privateReactionsReceived: 5, privateCommentsReceived: 7 });
    }
  });

  test('repeated and stale events change nothing', () => {
    const { state } = run(changes);
    for (const change of changes) expect(change(state)).toBe(state);
  });

  test('a deletion subtracts all that the post added, and later events do not restore it', () => {
    for (let at = 0; at <= changes.length; at++) {
      const { state, counts } = run([...changes.slice(0, at), deletedPost(), ...changes.slice(at)]);
      expect(state.deleted).toBe(true);
      expect(nonZero(counts)).toEqual({});
    }
  });

  test('a post adds nothing to its author before it is known', () => {
    expect(contribution(withReactions(totals(4), 1)(unknownPost('1')))).toEqual({});
  });

  test('counts as private until the first event of the post says otherwise', () => {
    expect(unknownPost('1').isPrivate).toBe(true);
    expect(withPost(post(), 1)(unknownPost('1'))).toMatchObject({ isPrivate: false, postVersion: 1 });
  });

  test('a public post adds its reactions and comments to the counts that everyone sees', () => {
    const { state } = run([withPost(post(), 1), withReactions(totals(2, 3), 1)]);
    const commented = withThread({ commentCount: 7, version: 1 })(state);
    expect(contribution(commented)).toEqual({ posts: 1, reactionsReceived: 5, commentsReceived: 7 });
    expect(difference(state, commented)).toEqual({ commentsReceived: 7 });
  });
});

describe('a post as its owners have it', () => {
  const owned: OwnedPost = {
    authorId: '1',
    isPrivate: false,
    createdAt: new Date(AT),
    postVersion: 5,
    totals: totals(5),
    reactionVersion: 5,
    commentCount: 5,
    threadVersion: 5,
  };
  const counted = (version: number): PostState => ({
    authorId: '1',
    isPrivate: true,
    createdAt: null,
    postVersion: version,
    totals: totals(1),
    reactionVersion: version,
    commentCount: 1,
    threadVersion: version,
    deleted: true,
  });

  test.each([4, 5])(
    'replaces what was counted at version %i, also for a post that was counted as deleted',
    (version) => {
      expect(asOwned(owned)(counted(version))).toEqual({ ...owned, deleted: false });
    },
  );

  test('replaces nothing that a later event has set', () => {
    expect(asOwned(owned)(counted(6))).toEqual({ ...counted(6), deleted: false });
  });
});

describe('rollups', () => {
  test('hours and days are in UTC', () => {
    expect(hourOf(new Date(AT)).toISOString()).toBe('2026-01-02T03:00:00.000Z');
    expect(windowStart(24, new Date(AT)).toISOString()).toBe('2026-01-01T03:00:00.000Z');
    expect(dayOf(new Date('2026-01-02T23:59:59.999Z'))).toBe('2026-01-02');
    expect(lastDays(3, new Date('2026-03-01T00:30:00Z'))).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
  });

  test('a changed reaction does not count as another one', () => {
    expect(reactionChange(null, 'like')).toBe(1);
    expect(reactionChange('like', 'love')).toBe(0);
    expect(reactionChange('love', null)).toBe(-1);
  });
});
