import type { PostSnapshot, ProfileSnapshot } from '@townsquare/contracts';
import { foldText, hashtagKeys } from '@townsquare/text';
import { searchable } from './highlight.js';

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

/** A person as they are indexed. What is shown of them is not kept here: it comes from the service's own rows. */
export interface UserDocument {
  deleted: false;
  userId: string;
  username: string;
  /** The parts of the user name as words. */
  usernameWords: string;
  fullName: string;
  bio: string;
  status: ProfileSnapshot['status'];
  createdAt: string;
}

/** A post as it is indexed: `post` is what is shown, the rest is searched. */
export interface PostDocument {
  deleted: false;
  postId: string;
  authorId: string;
  isPrivate: boolean;
  content: string;
  hashtags: string[];
  createdAt: string;
  post: Pick<PostSnapshot, 'content' | 'media' | 'hashtags' | 'mentions' | 'updatedAt'>;
}

/** A hashtag and how many public posts carry it; one that none carries stays, and is not found. */
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
    usernameWords: usernameWords(profile.username),
    fullName: searchable(profile.fullName),
    bio: searchable(profile.bio),
    status: profile.status,
    createdAt: profile.createdAt,
  };
}

/** `maria_lopez` as two words; `usernameOf` is the way back. */
export const usernameWords = (username: string): string => username.replaceAll('_', ' ');
export const usernameOf = (words: string): string => words.replaceAll(' ', '_');

export function postDocument(post: PostSnapshot): PostDocument {
  const { content, media, hashtags, mentions, updatedAt } = post;
  return {
    deleted: false,
    postId: post.postId,
    authorId: post.authorId,
    isPrivate: post.isPrivate,
    content: searchable(content),
    hashtags: hashtagKeys(hashtags).map(foldText),
    createdAt: post.createdAt,
    post: { content, media, hashtags, mentions, updatedAt },
  };
}

export function hashtagDocument(tag: string, posts: number): HashtagDocument {
  return { tag, folded: foldText(tag), posts };
}
