/** A post of an author whom a reader follows, or of the reader. A deleted post is known by its mark. */
export interface CandidatePost {
  postId: string;
  authorId: string;
  createdAt: Date;
  deleted: boolean;
}

/** What is known of an author whom a reader follows. */
export interface CandidateAuthor {
  /** When feed applied the follow; undefined for the reader. */
  appliedAt: Date | undefined;
  /** The author's posts are merged in when the timeline is read. */
  pulled: boolean;
}

/** How many of an author's latest posts a new follower gets. */
export const BACKFILL = 200;

/**
 * Returns the posts that must stand in a reader's timeline. Mutes do not count: they are applied when the timeline is read.
 * Further posts of the same authors may stand there: those that were pushed before their author had too many followers, and
 * older ones that were among the latest when the follow began. `posts` are ordered from newest to oldest.
 */
export function dueEntries(posts: CandidatePost[], authors: Map<string, CandidateAuthor>): CandidatePost[] {
  const backfilled = new Map<string, number>();
  return posts.filter((post) => {
    const author = authors.get(post.authorId);
    if (!author) return false;
    if (author.appliedAt === undefined) return !post.deleted;
    if (author.pulled) return false;
    if (post.createdAt > author.appliedAt) return !post.deleted;
    // A post that has been deleted since was among the latest, too.
    const rank = (backfilled.get(post.authorId) ?? 0) + 1;
    backfilled.set(post.authorId, rank);
    return !post.deleted && rank <= BACKFILL;
  });
}

interface Dated {
  postId: string;
  createdAt: Date;
}

/** Merges several lists into the newest `count` posts, each once, ordered by time and then by id, newest first. */
export function mergeNewest<Post extends Dated>(lists: Post[][], count: number): Post[] {
  const posts = new Map(lists.flat().map((post) => [post.postId, post]));
  return [...posts.values()].sort(newestFirst).slice(0, count);
}

function newestFirst(a: Dated, b: Dated): number {
  const byTime = b.createdAt.getTime() - a.createdAt.getTime();
  if (byTime !== 0) return byTime;
  return BigInt(a.postId) < BigInt(b.postId) ? 1 : -1;
}
