import type { ProfileStatus } from '@townsquare/contracts';
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
 * The statuses of hidden accounts: such an account exists for its owner alone, and nothing of it is in trends or in what
 * search finds. A further way to hide an account is one more status here.
 */
export const HIDDEN_STATUSES: readonly ProfileStatus[] = ['banned', 'inactive'];

export const isHidden = ({ status }: Pick<KnownPerson, 'status'>): boolean => HIDDEN_STATUSES.includes(status);

/**
 * Who may see a post, and everything that hangs on it: its comments, reactions, counts, media and notifications. This file is
 * the only place that decides it, and `mayMeet` over people. The exceptions:
 * - The owner of an account finds whom they have blocked or muted in their own lists, so that they can end it.
 * - The picture of a profile and the image of a removed post can be read by everyone with the address, which cannot be guessed,
 *   or by the moderators of a case.
 * - A notification about the reader's own content that moderators removed has no actor and no post that could be judged.
 * - Totals (comments, reactions, followers) are the same for all readers: they leave out hidden accounts, and the blocks of
 *   one reader are not subtracted.
 */
export function maySee(readerId: string | null, post: PostFacts, relation: Relation): boolean {
  if (!mayMeet(readerId, post.authorId, post.author, relation)) return false;
  return readerId === post.authorId || !needsFollow(post) || relation.follows;
}

/**
 * Whether an account exists for the reader. That decides who sees its name and what it wrote under others' posts, which is as
 * public as those posts. A private account exists for everybody.
 */
export function mayMeet(
  readerId: string | null,
  personId: string,
  person: Author,
  { blocked }: Pick<Relation, 'blocked'>,
): boolean {
  return readerId === personId ? person !== undefined : mayMeetOther(person, { blocked });
}

/** The same for a reader who is a different user or signed out. */
export function mayMeetOther(person: Author, { blocked }: Pick<Relation, 'blocked'>): boolean {
  return person !== undefined && !isHidden(person) && !blocked;
}

/** Whether a post is told of to the whole town: in trends, and in the counts of its hashtags. */
export function isForEveryone(post: Pick<PostFacts, 'isPrivate' | 'author'>): boolean {
  return !needsFollow(post) && !(post.author && isHidden(post.author));
}

/** Whether the post is for its author's followers alone: it says so itself, or all the author's posts are. */
export function needsFollow({ isPrivate, author }: Pick<PostFacts, 'isPrivate' | 'author'>): boolean {
  return isPrivate || author?.isPrivate === true;
}
