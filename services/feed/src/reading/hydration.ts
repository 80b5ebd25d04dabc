import type { KnownPerson, Said } from '@townsquare/projections';
import type { Context } from '../context.js';
import { followedBy } from '../data/edges.js';
import { findCopies, type PostCopy } from '../data/post-copies.js';
import type { Entry } from '../data/timelines.js';

/** All that is needed to judge and to show the posts of a window. */
export interface Hydrated {
  posts: Map<string, PostCopy>;
  people: Map<string, KnownPerson>;
  /** Authors who have blocked the reader or are blocked by them. */
  blocked: Set<string>;
  /** Authors whom the reader follows. */
  followed: Set<string>;
  /** Whether the reader has muted what is said. */
  isMuted(said: Said): boolean;
}

/** Reads what belongs to the entries: one query for each kind of thing, all at once, from feed's own tables. */
export async function hydrate(
  { database, people, blocks, mutes }: Pick<Context, 'database' | 'people' | 'blocks' | 'mutes'>,
  readerId: string,
  entries: Entry[],
): Promise<Hydrated> {
  const authors = new Set(entries.map((entry) => entry.authorId));
  const [posts, knownPeople, blocked, followed, isMuted] = await Promise.all([
    findCopies(
      database.manager,
      entries.map((entry) => entry.postId),
    ),
    people.find(authors),
    blocks.between(readerId, authors),
    followedBy(database.manager, readerId, authors),
    mutes.of(readerId, authors),
  ]);
  return { posts, people: knownPeople, blocked, followed, isMuted };
}
