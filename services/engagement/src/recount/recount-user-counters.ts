import { type PostOfAuthor, sumOfReactions } from '@townsquare/contracts';
import { type Database, END } from '@townsquare/kit';
import { type Counts, compare, type Exports, type Found, type RecountPart } from '@townsquare/projections';
import { addToUsers, countsBetween } from '../data/user-counters.js';
import { NO_COUNTS, USER_COUNTS, type UserCount, type UserCounts } from '../domain/user-counts.js';

/** People to a page: each may have very many posts. */
const PAGE = 50;

/** Posts that an owner is asked about at once. */
const POSTS_AT_ONCE = 500;

/** What is counted of each person, held against their posts, what these brought, their comments, and the follows. */
export function recountUserCounters(
  database: Database,
  exports: Pick<Exports, 'profiles'>,
  counts: Counts,
): RecountPart {
  return {
    name: 'user counters',
    async check(range) {
      const { items, next } = await exports.profiles({ ...range, limit: PAGE });
      const { known, gone } = await countsBetween(database.manager, range.after, range.through ?? next ?? END);
      const present = items.map(({ userId }) => userId).filter((userId) => !gone.has(userId));
      const should = await countOwned(counts, present);
      const people = new Set([...present, ...known.keys()]);
      const found = USER_COUNTS.flatMap((count) => compareCount(database, count, people, should, known));
      return { checked: items.length, found, next };
    },
  };
}

async function countOwned(counts: Counts, userIds: string[]): Promise<Map<string, UserCounts>> {
  const [posts, written, follows] = await Promise.all([
    counts.posts(userIds),
    counts.written(userIds),
    counts.follows(userIds),
  ]);
  const owned = new Map(userIds.map((userId) => [userId, { ...NO_COUNTS }]));
  for (const { userId, comments } of written) owned.get(userId)!.comments = comments;
  for (const { userId, followers, following } of follows) Object.assign(owned.get(userId)!, { followers, following });
  for (let start = 0; start < posts.length; start += POSTS_AT_ONCE) {
    await addPosts(counts, posts.slice(start, start + POSTS_AT_ONCE), owned);
  }
  return owned;
}

/** Adds posts, and what they brought, to the counts of their authors. */
async function addPosts(
  counts: Pick<Counts, 'reactions' | 'comments'>,
  posts: PostOfAuthor[],
  owned: Map<string, UserCounts>,
): Promise<void> {
  const ids = posts.map(({ postId }) => postId);
  const [reactions, comments] = await Promise.all([counts.reactions(ids), counts.comments(ids)]);
  const reactionsOf = new Map(reactions.map(({ postId, totals }) => [postId, sumOfReactions(totals)]));
  const commentsOf = new Map(comments.map(({ postId, commentCount }) => [postId, commentCount]));
  for (const { postId, authorId, isPrivate } of posts) {
    const author = owned.get(authorId)!;
    author[isPrivate ? 'privatePosts' : 'posts'] += 1;
    author[isPrivate ? 'privateReactionsReceived' : 'reactionsReceived'] += reactionsOf.get(postId) ?? 0;
    author[isPrivate ? 'privateCommentsReceived' : 'commentsReceived'] += commentsOf.get(postId) ?? 0;
  }
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
