/** A post of somebody whom a reader follows, or of their own; a deleted one is known by its mark. */
export interface CandidatePost {
  postId: string;
  authorId: string;
  createdAt: Date;
  deleted: boolean;
}

/** What is known of a reader's following an author. */
export interface CandidateAuthor {
  /** Since when the follow counts here; undefined for the reader themselves. */
  appliedAt: Date | undefined;
  /** The author's posts are merged in when the timeline is read. */
  pulled: boolean;
}

/** How many of an author's latest posts come into the timeline of somebody who begins to follow them. */
export const BACKFILL = 200;

/**
 * The posts that must stand in a reader's timeline, muted or not: a mute is for reading alone. Beside them others of the
 * same authors may: those that were pushed before their author had too many followers to push to, and older ones that stood
 * among the latest when the follow began. `posts` are the newest first.
 */
export function dueEntries(posts: CandidatePost[], authors: Map<string, CandidateAuthor>): CandidatePost[] {
  const backfilled = new Map<string, number>();
  return posts.filter((post) => {
    const author = authors.get(post.authorId);
    if (!author) return false;
    if (author.appliedAt === undefined) return !post.deleted;
    if (author.pulled) return false;
    if (post.createdAt > author.appliedAt) return !post.deleted;
    // A deleted post took a place among the latest, too.
    const rank = (backfilled.get(post.authorId) ?? 0) + 1;
    backfilled.set(post.authorId, rank);
    return !post.deleted && rank <= BACKFILL;
  });
}
