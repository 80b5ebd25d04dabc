import type { PostView } from '@townsquare/contracts';
import { type KnownPerson, maySee, mentionsFor, toPostView } from '@townsquare/projections';
import type { Context } from '../context.js';
import { presentPosts } from '../data/indexed-posts.js';
import type { Hit } from '../data/search-engine.js';
import type { SortValues } from '../domain/cursor.js';
import type { PostDocument } from '../domain/documents.js';
import { highlight } from '../domain/highlight.js';
import { type Authors, othersPrivatePostsQuery, type PostScope, postsQuery } from '../domain/queries.js';
import { looksForPosts, type PostSearch, parsePostSearch } from '../domain/search-text.js';
import { type Found, NOTHING, readPage } from './read-page.js';
import { BEST_FIRST, marked, markedIn, type PageOf } from './search-options.js';

export interface FoundPost {
  kind: 'post';
  post: PostView;
  highlight: string;
}

/** How many authors of private posts, those that match best, the owner of the follow graph is asked about. */
const MAX_PRIVATE_AUTHORS = 1_000;

/** Posts by their words and hashtags, of those that the reader may see and has not muted. */
export async function findPosts(context: Context, search: PageOf): Promise<Found<FoundPost>> {
  const wanted = parsePostSearch(search.text);
  if (!looksForPosts(wanted)) return NOTHING;
  const authors = await authorsOf(context, wanted);
  const scope = await scopeOf(context, wanted, authors, search.readerId);
  const query = postsQuery(wanted, authors, scope);
  const read = (size: number, after?: SortValues) =>
    context.engine.search<PostDocument>('posts', {
      query,
      size,
      after,
      sort: BEST_FIRST.posts,
      _source: ['postId', 'authorId', 'createdAt', 'post'],
      highlight: marked('content'),
    });
  return readPage(search, read, (hits) => present(context, scope, hits));
}

/** Who has the user names that the search has. */
async function authorsOf({ people }: Context, { wanted, unwanted }: PostSearch): Promise<Authors> {
  const names = [...wanted, ...unwanted].flatMap((condition) => (condition.kind === 'from' ? condition.username : []));
  const found = await people.findByUsernames(names);
  return new Map([...found].map(([username, { userId }]) => [username, userId]));
}

async function scopeOf(
  context: Context,
  search: PostSearch,
  authors: Authors,
  readerId: string | null,
): Promise<PostScope> {
  const hidden = await context.blocks.allOf(readerId);
  const followed = readerId === null ? [] : await followedAuthors(context, search, authors, readerId, hidden);
  return { readerId, followed, hidden };
}

/** Of those whose private posts are as the search asks, the ones that the reader follows; none if nobody can tell. */
async function followedAuthors(
  context: Context,
  search: PostSearch,
  authors: Authors,
  readerId: string,
  hidden: string[],
): Promise<string[]> {
  const candidates = await context.engine.search<PostDocument>('posts', {
    query: othersPrivatePostsQuery(search, authors, readerId, hidden),
    size: MAX_PRIVATE_AUTHORS,
    collapse: { field: 'authorId' },
    sort: BEST_FIRST.posts,
    _source: ['authorId'],
  });
  return followedAmong(
    context,
    readerId,
    candidates.map(({ document }) => document.authorId),
  );
}

async function followedAmong(
  { owners, logger }: Context,
  readerId: string | null,
  authors: string[],
): Promise<string[]> {
  if (readerId === null || authors.length === 0) return [];
  try {
    return [...(await owners.follows(readerId, authors))];
  } catch (error) {
    logger.warn({ err: error }, 'whom the reader follows is not known; only public posts are searched');
    return [];
  }
}

/** Which of the authors whose accounts are private the reader follows; the index does not know these accounts. */
function followedOfPrivate(context: Context, readerId: string | null, authors: Map<string, KnownPerson>) {
  const others = [...authors.values()].filter(({ userId, isPrivate }) => isPrivate && userId !== readerId);
  return followedAmong(
    context,
    readerId,
    others.map(({ userId }) => userId),
  );
}

/** The posts as they are shown. The index may be a moment behind: what the service's own rows say decides. */
async function present(
  context: Context,
  { readerId, followed, hidden }: PostScope,
  hits: Hit<PostDocument>[],
): Promise<(FoundPost | undefined)[]> {
  const { database, people, mutes } = context;
  const documents = hits.map(({ document }) => document);
  const authorIds = documents.map(({ authorId }) => authorId);
  const [privacy, authors, isMuted, mentionsIn] = await Promise.all([
    presentPosts(
      database.manager,
      documents.map(({ postId }) => postId),
    ),
    people.find(authorIds),
    mutes.of(readerId, authorIds),
    mentionsFor(
      context,
      readerId,
      documents.map(({ post }) => post),
    ),
  ]);
  const follows = new Set([...followed, ...(await followedOfPrivate(context, readerId, authors))]);
  return hits.map(({ document, marked: found }) => {
    const author = authors.get(document.authorId);
    const isPrivate = privacy.get(document.postId);
    if (!author || isPrivate === undefined) return undefined;
    const facts = { authorId: author.userId, isPrivate, author };
    const relation = { blocked: hidden.includes(author.userId), follows: follows.has(author.userId) };
    if (!maySee(readerId, facts, relation) || isMuted({ authorId: author.userId, content: document.post.content })) {
      return undefined;
    }
    const { postId, createdAt, post } = document;
    const mentions = mentionsIn(post.mentions);
    const view = toPostView({ ...post, postId, isPrivate, createdAt }, author, mentions);
    return { kind: 'post', post: view, highlight: highlight(post.content, markedIn('content', found)) };
  });
}
