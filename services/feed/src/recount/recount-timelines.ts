import { type Database, END } from '@townsquare/kit';
import { type Exports, type Found, NOTHING, type RecountPart } from '@townsquare/projections';
import { lockAccounts } from '../data/accounts.js';
import { followedAuthors } from '../data/edges.js';
import { candidatePosts, isPostDeleted } from '../data/post-copies.js';
import { addEntries, type Entry, entriesWithPosts, readersBetween, removeEntry } from '../data/timelines.js';
import { type CandidateAuthor, dueEntries } from '../domain/timeline.js';

/** How many timelines a page has: each may be long. */
const PAGE = 20;

/** How many entries beyond the limit may not have been trimmed yet. */
const UNTRIMMED = 1_000;

/**
 * Compares the timelines with the posts and follows that feed knows. The parts before this one compare those with their
 * owners' rows.
 */
export function recountTimelines(database: Database, exports: Pick<Exports, 'profiles'>, limit: number): RecountPart {
  return {
    name: 'timelines',
    async check(range) {
      const { items, next } = await exports.profiles({ ...range, limit: PAGE });
      const present = new Set(items.map(({ userId }) => userId));
      const readers = await readersBetween(database.manager, range.after, range.through ?? next ?? END);
      const found: Found[] = [];
      let checked = 0;
      for (const readerId of new Set([...present, ...readers])) {
        const timeline = await readTimeline(database, readerId, present.has(readerId), limit);
        checked += timeline.entries.length;
        found.push(...differences(database, readerId, timeline, limit));
      }
      return { checked, found, next };
    },
  };
}

interface Timeline {
  entries: (Entry & { stands: boolean })[];
  due: Entry[];
  authors: Map<string, CandidateAuthor>;
}

/** Reads a timeline as it is and as it must be. That of a deleted account must be empty. */
async function readTimeline(
  { manager }: Database,
  readerId: string,
  isPresent: boolean,
  limit: number,
): Promise<Timeline> {
  const entries = await entriesWithPosts(manager, readerId, limit + UNTRIMMED);
  if (!isPresent) return { entries, due: [], authors: new Map() };
  const authors = new Map<string, CandidateAuthor>();
  for (const { authorId, appliedAt, pulled } of await followedAuthors(manager, readerId)) {
    authors.set(authorId, { appliedAt, pulled });
  }
  authors.set(readerId, { appliedAt: undefined, pulled: false });
  const posts = await candidatePosts(manager, [...authors.keys()], limit);
  return { entries, due: dueEntries(posts, authors), authors };
}

function differences(
  database: Database,
  readerId: string,
  { entries, due, authors }: Timeline,
  limit: number,
): Found[] {
  const isRight = (entry: Entry & { stands: boolean }) => entry.stands && authors.has(entry.authorId);
  const right = entries.filter(isRight);
  const there = new Set(right.map(({ postId }) => postId));
  // Entries beyond the end of a full timeline may have been trimmed, or are about to be.
  const oldest = right.length > limit ? right[limit - 1]!.createdAt : undefined;
  const missing = due.filter(({ postId, createdAt }) => !there.has(postId) && !(oldest && createdAt <= oldest));
  const describe = (entry: Entry) => `post ${entry.postId} by ${entry.authorId} of ${entry.createdAt.toISOString()}`;
  const what = 'timeline entry';
  return [
    ...missing.map((entry) => ({
      what,
      id: `${readerId}/${entry.postId}`,
      is: NOTHING,
      should: describe(entry),
      repair: () => add(database, readerId, entry),
    })),
    ...entries
      .filter((entry) => !isRight(entry))
      .map((entry) => ({
        what,
        id: `${readerId}/${entry.postId}`,
        is: describe(entry),
        should: NOTHING,
        repair: () => removeEntry(database.manager, readerId, entry),
      })),
  ];
}

/** Adds the entry under the locks that serialize the changes of both accounts. */
function add(database: Database, readerId: string, entry: Entry): Promise<void> {
  return database.transaction(async ({ manager }) => {
    const account = await lockAccounts(manager, [readerId, entry.authorId]);
    if (account(readerId).deleted || account(entry.authorId).deleted) return;
    if (!(await isPostDeleted(manager, entry.postId))) await addEntries(manager, [readerId], entry);
  });
}
