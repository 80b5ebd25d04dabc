import type { Page, PageQuery, PostView } from '@townsquare/contracts';
import { decodeCursor, encodeCursor, fillPage, type Position } from '@townsquare/kit';
import { isForEveryone, type KnownPerson, maySee, mentionsFor, type Said, toPostView } from '@townsquare/projections';
import type { Context } from '../context.js';
import { followedBy, followedPulledAuthors } from '../data/edges.js';
import { findCopies, type PostCopy, readPostsOf, readPublicPosts } from '../data/post-copies.js';
import { type Entry, readEntries } from '../data/timelines.js';
import { mergeNewest } from '../domain/timeline.js';

type Sources = Pick<Context, 'database' | 'people' | 'blocks' | 'mutes'>;

/** A timeline: how its entries are read, and which of the posts that the reader may see it shows. */
interface Timeline {
  /** The name that its cursors have. */
  list: string;
  readSkeleton(sources: Sources, before: Position | undefined, count: number): Promise<Entry[]>;
  has(post: PostCopy, author: KnownPerson | undefined): boolean;
}

/** Returns one page of a reader's home timeline. */
export function readFeed(sources: Sources, readerId: string, query: PageQuery): Promise<Page<PostView>> {
  const readSkeleton: Timeline['readSkeleton'] = (from, before, count) =>
    readHomeSkeleton(from, readerId, before, count);
  return readPage(sources, { list: 'feed', readSkeleton, has: () => true }, readerId, query);
}

/**
 * Returns one page of the public timeline, which is the same for all, but for what has a block with the reader or is muted by
 * the reader.
 */
export function readPublicTimeline(
  sources: Sources,
  readerId: string | null,
  query: PageQuery,
): Promise<Page<PostView>> {
  return readPage(sources, PUBLIC_TIMELINE, readerId, query);
}

const PUBLIC_TIMELINE: Timeline = {
  list: 'public timeline',
  readSkeleton: ({ database }, before, count) => readPublicPosts(database.manager, before, count),
  has: ({ isPrivate }, author) => isForEveryone({ isPrivate, author }),
};

/** Returns one page of a timeline: skeleton, hydration, rules and presentation, until the page is full. */
async function readPage(
  sources: Sources,
  { list, readSkeleton, has }: Timeline,
  readerId: string | null,
  query: PageQuery,
): Promise<Page<PostView>> {
  const start = decodeCursor(list, query.cursor);
  const read = (last: Entry | undefined, count: number) =>
    readSkeleton(sources, last ? positionOf(last) : start, count);
  const show = async (entries: Entry[]) => {
    const hydrated = await hydrate(sources, readerId, entries);
    const shown = [...hydrated.posts.values()].filter(
      (post) => has(post, hydrated.people.get(post.authorId)) && isShown(readerId, post, hydrated),
    );
    const views = await present(sources, readerId, shown, hydrated.people);
    return entries.map(({ postId }) => views.get(postId));
  };
  const { items, last } = await fillPage(query.limit, read, show);
  return { items, nextCursor: last ? encodeCursor(list, positionOf(last)) : null };
}

const positionOf = ({ createdAt, postId }: Entry): Position => ({ createdAt, id: postId });

/**
 * The next entries of the home timeline, newest first: those that are stored in it, merged with the posts of authors who have too
 * many followers to push to. Those posts are looked up only now.
 */
async function readHomeSkeleton(
  { database: { manager } }: Sources,
  readerId: string,
  before: Position | undefined,
  count: number,
): Promise<Entry[]> {
  const [pushed, pulledAuthors] = await Promise.all([
    readEntries(manager, readerId, before, count),
    followedPulledAuthors(manager, readerId),
  ]);
  if (pulledAuthors.length === 0) return pushed;
  return mergeNewest([pushed, await readPostsOf(manager, pulledAuthors, before, count)], count);
}

/** All that is needed to judge and to present the posts of some entries. */
interface Hydrated {
  posts: Map<string, PostCopy>;
  people: Map<string, KnownPerson>;
  /** Authors who have blocked the reader or whom the reader has blocked. */
  blocked: Set<string>;
  /** Authors whom the reader follows. */
  followed: Set<string>;
  isMuted(said: Said): boolean;
}

/** Reads what belongs to the entries, from feed's own tables: one query for each kind of thing. */
async function hydrate(
  { database, people, blocks, mutes }: Sources,
  readerId: string | null,
  entries: Entry[],
): Promise<Hydrated> {
  const authors = new Set(entries.map(({ authorId }) => authorId));
  const postIds = entries.map(({ postId }) => postId);
  const [posts, known, blocked, followed, isMuted] = await Promise.all([
    findCopies(database.manager, postIds),
    people.find(authors),
    blocks.between(readerId, authors),
    readerId === null ? new Set<string>() : followedBy(database.manager, readerId, authors),
    mutes.of(readerId, authors),
  ]);
  return { posts, people: known, blocked, followed, isMuted };
}

/** The rules: the reader may see the post, and has not muted its author or a word in it. */
function isShown(readerId: string | null, post: PostCopy, { people, blocked, followed, isMuted }: Hydrated): boolean {
  const { authorId, isPrivate } = post;
  const facts = { authorId, isPrivate, author: people.get(authorId) };
  const relation = { blocked: blocked.has(authorId), follows: followed.has(authorId) };
  return maySee(readerId, facts, relation) && !isMuted(post);
}

/** The views of the posts that are shown, by id, each with the mentions that the reader may see. */
async function present(
  sources: Sources,
  readerId: string | null,
  posts: PostCopy[],
  people: Map<string, KnownPerson>,
): Promise<Map<string, PostView>> {
  const mentionsIn = await mentionsFor(sources, readerId, posts);
  const view = (post: PostCopy) => toPostView(post, people.get(post.authorId)!, mentionsIn(post.mentions));
  return new Map(posts.map((post) => [post.postId, view(post)]));
}
