import type { PostSnapshot, ProfileSnapshot } from '@townsquare/contracts';
import { foldText, hashtagKeys } from '@townsquare/text';
import { FORMS, type Form, haveHyphens, lackSpaces, readTerms, textOf } from './words.js';

/**
 * The version of the mark that an account is gone. It is above every version of a profile, which count from another
 * start than the account's own.
 */
export const FINAL_VERSION = Number.MAX_SAFE_INTEGER;

/** What stays of a thing that was deleted, so that an older event that comes late does not bring it back. */
export interface Tombstone {
  deleted: true;
}
export const TOMBSTONE: Tombstone = { deleted: true };

/**
 * A text as it is searched, in its forms. `joined` is left out where hyphens join nothing, and `characters` where all words
 * have spaces between them: there they would say the same as `parts`.
 */
export type IndexedText = { parts: string } & Partial<Record<Form, string>>;

/** A person as they are indexed. What is shown of them is not kept here: it comes from the service's own rows. */
export interface UserDocument {
  deleted: false;
  userId: string;
  username: string;
  /** The words that underscores join in the user name. */
  usernameWords: IndexedText;
  fullName: IndexedText;
  bio: IndexedText;
  status: ProfileSnapshot['status'];
  createdAt: string;
}

/** A post as it is indexed: `post` is what is shown, the rest is searched. */
export interface PostDocument {
  deleted: false;
  postId: string;
  authorId: string;
  isPrivate: boolean;
  content: IndexedText;
  hashtags: string[];
  hasMedia: boolean;
  createdAt: string;
  post: Pick<PostSnapshot, 'content' | 'media' | 'hashtags' | 'mentions' | 'updatedAt'>;
}

/** A hashtag as it is shown, and how many public posts carry it; one that none carries stays, and is not found. */
export interface HashtagDocument {
  tag: string;
  folded: string;
  posts: number;
}

export function userDocument(profile: ProfileSnapshot): UserDocument {
  return {
    deleted: false,
    userId: profile.userId,
    username: foldText(profile.username),
    usernameWords: indexedText(hyphenated(profile.username)),
    fullName: indexedText(profile.fullName),
    bio: indexedText(profile.bio),
    status: profile.status,
    createdAt: profile.createdAt,
  };
}

/** The words of `maria_lopez` are searched as those of `maria-lopez`. Each character stays at its place. */
export const hyphenated = (username: string): string => username.replaceAll('_', '-');

export function indexedText(original: string): IndexedText {
  const terms = readTerms(original);
  const [parts, joined, characters] = FORMS.map((form) => textOf(terms, form)) as [string, string, string];
  return { parts, ...(haveHyphens(terms) && { joined }), ...(lackSpaces(terms) && { characters }) };
}

export function postDocument(post: PostSnapshot): PostDocument {
  const { content, media, hashtags, mentions, updatedAt } = post;
  return {
    deleted: false,
    postId: post.postId,
    authorId: post.authorId,
    isPrivate: post.isPrivate,
    content: indexedText(content),
    hashtags: hashtagKeys(hashtags).map(foldText),
    hasMedia: media !== null,
    createdAt: post.createdAt,
    post: { content, media, hashtags, mentions, updatedAt },
  };
}

export function hashtagDocument(tag: string, posts: number): HashtagDocument {
  return { tag, folded: foldText(tag), posts };
}
