import { type Database, END } from '@townsquare/kit';
import { type Counts, compare, type Exports, type Found, type RecountPart } from '@townsquare/projections';
import { sumsOfAuthors } from '../data/post-counters.js';
import { addToUsers, countsBetween } from '../data/user-counters.js';
import { NO_COUNTS, USER_COUNTS, type UserCount, type UserCounts } from '../domain/user-counts.js';

/**
 * What is counted of each person: what their posts brought, held against the counters of the posts; comments and follows,
 * against those that there are.
 */
export function recountUserCounters(
  database: Database,
  exports: Pick<Exports, 'profiles'>,
  counts: Pick<Counts, 'written' | 'follows'>,
): RecountPart {
  return {
    name: 'user counters',
    async check(range) {
      const { items, next } = await exports.profiles(range);
      const { known, gone } = await countsBetween(database.manager, range.after, range.through ?? next ?? END);
      const present = items.map(({ userId }) => userId).filter((userId) => !gone.has(userId));
      const should = await countOwned(database, counts, present);
      const people = new Set([...present, ...known.keys()]);
      const found = USER_COUNTS.flatMap((count) => compareCount(database, count, people, should, known));
      return { checked: items.length, found, next };
    },
  };
}

async function countOwned(
  database: Database,
  counts: Pick<Counts, 'written' | 'follows'>,
  userIds: string[],
): Promise<Map<string, UserCounts>> {
  const [written, follows, sums] = await Promise.all([
    counts.written(userIds),
    counts.follows(userIds),
    sumsOfAuthors(database.manager, userIds),
  ]);
  const comments = new Map(written.map((one) => [one.userId, one.comments]));
  return new Map(
    follows.map(({ userId, followers, following }) => [
      userId,
      { ...NO_COUNTS, ...sums.get(userId), comments: comments.get(userId) ?? 0, followers, following },
    ]),
  );
}

/** Repaired by adding what is missing: an event that comes meanwhile adds to it, in whatever order. */
function compareCount(
  database: Database,
  count: UserCount,
  people: Set<string>,
  should: Map<string, UserCounts>,
  is: Map<string, UserCounts>,
): Found[] {
  const figure = (counts: Map<string, UserCounts>, userId: string) => counts.get(userId)?.[count] ?? 0;
  const texts = (counts: Map<string, UserCounts>) => new Map([...people].map((id) => [id, String(figure(counts, id))]));
  const repair = (userId: string) =>
    addToUsers(database.manager, [[userId, { [count]: figure(should, userId) - figure(is, userId) }]]);
  return compare(count, texts(should), texts(is), repair);
}
