import type { PostSnapshot, ProfileSnapshot } from '@townsquare/contracts';
import { foldText, hashtagKeys } from '@townsquare/text';
import { FORMS, type Form, haveHyphens, lackSpaces, readTerms, textOf } from './words.js';

/** What stays of a deleted document, so that a late older event does not restore it. */
export interface Tombstone {
  deleted: true;
}
export const TOMBSTONE: Tombstone = { deleted: true };

/**
 * The searched forms of a text. `joined` is left out if there are no hyphens, and `characters` if all words have spaces between
 * them: they would equal `parts`.
 */
export type IndexedText = { parts: string } & Partial<Record<Form, string>>;

/** The indexed document of a user. What is shown of the user comes from search's own rows instead. */
export interface UserDocument {
  deleted: false;
  userId: string;
  username: string;
  /** The words between the underscores of the user name. */
  usernameWords: IndexedText;
  fullName: IndexedText;
  bio: IndexedText;
  status: ProfileSnapshot['status'];
  createdAt: string;
}

/** The indexed document of a post: `post` is shown, the rest is searched. */
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

/** The indexed document of a hashtag, with its number of public posts. A hashtag with 0 posts stays, but is not found. */
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

/** Makes `maria_lopez` searchable as `maria-lopez`. Each character keeps its position. */
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
