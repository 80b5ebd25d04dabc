import { sumOfReactions } from '@townsquare/contracts';
import { NOTHING_YET, type PostState } from './post-state.js';

/** What is counted of a person. What private posts add is kept apart: it is told to those alone who see them. */
export const USER_COUNTS = [
  'posts',
  'reactionsReceived',
  'commentsReceived',
  'privatePosts',
  'privateReactionsReceived',
  'privateCommentsReceived',
  'comments',
  'followers',
  'following',
] as const;
export type UserCount = (typeof USER_COUNTS)[number];
export type UserCounts = Record<UserCount, number>;

export const NO_COUNTS = Object.fromEntries(USER_COUNTS.map((count) => [count, 0])) as UserCounts;

/** A change of some of the counts. */
export type UserDelta = Partial<UserCounts>;

/** What a post adds to its author's counts: nothing before it is known or after it is gone. */
export function contribution(post: PostState): UserDelta {
  if (post.deleted || post.postVersion === NOTHING_YET) return {};
  const reactions = sumOfReactions(post.totals);
  return post.isPrivate
    ? { privatePosts: 1, privateReactionsReceived: reactions, privateCommentsReceived: post.commentCount }
    : { posts: 1, reactionsReceived: reactions, commentsReceived: post.commentCount };
}

/** How an author's counts change when a post does; empty when they do not. */
export function difference(before: PostState, after: PostState): UserDelta {
  const old = contribution(before);
  const current = contribution(after);
  const changes = USER_COUNTS.map((count) => [count, (current[count] ?? 0) - (old[count] ?? 0)] as const);
  return Object.fromEntries(changes.filter(([, change]) => change !== 0));
}
