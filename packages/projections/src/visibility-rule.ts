import type { KnownPerson } from './people.js';

/** What counts of an author; undefined when the account is gone or was never seen. */
export type Author = Pick<KnownPerson, 'status' | 'isPrivate'> | undefined;

/** What there is to know about a post in order to tell who may see it. */
export interface PostFacts {
  authorId: string;
  isPrivate: boolean;
  author: Author;
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
  if (!mayMeet(readerId, post.authorId, post.author, relation)) return false;
  return readerId === post.authorId || !needsFollow(post) || relation.follows;
}

/**
 * Whether somebody is there for the reader at all: their name, and what they said under others' posts, which is as public
 * as those. A private account is.
 */
export function mayMeet(
  readerId: string | null,
  personId: string,
  person: Author,
  { blocked }: Pick<Relation, 'blocked'>,
): boolean {
  if (person === undefined) return false;
  return readerId === personId || (person.status !== 'banned' && !blocked);
}

/** Whether the post is for its author's followers alone: it says so itself, or all the author's posts are. */
export function needsFollow({ isPrivate, author }: Pick<PostFacts, 'isPrivate' | 'author'>): boolean {
  return isPrivate || author?.isPrivate === true;
}
