import type { ProfileStatus } from '@townsquare/contracts';

/** What there is to know about a post in order to tell who may see it. */
export interface PostFacts {
  authorId: string;
  isPrivate: boolean;
  /** The author's standing; undefined when the account is gone or was never seen. */
  authorStatus: ProfileStatus | undefined;
}

/** How the reader stands to the author. A reader who is signed out has neither relation. */
export interface Relation {
  /** Either has blocked the other. */
  blocked: boolean;
  /** The reader is an accepted follower. */
  follows: boolean;
}

/**
 * Who may see a post, and everything that hangs on it: its comments, reactions, counts, media and notifications. This is
 * the only place that decides it.
 */
export function maySee(readerId: string | null, post: PostFacts, relation: Relation): boolean {
  if (post.authorStatus === undefined) return false;
  if (readerId === post.authorId) return true;
  if (post.authorStatus === 'banned' || relation.blocked) return false;
  return !post.isPrivate || relation.follows;
}
