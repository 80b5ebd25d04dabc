import type { FollowSteps } from '@townsquare/contracts';

/**
 * Which of the two accounts of a follow are hidden. Each follow has these marks, and the marks alone say in which numbers the
 * follow is: a hidden follower is not in the other's number of followers, and a hidden followed account is not in the follower's
 * number of followed accounts.
 */
export interface HiddenMarks {
  followerHidden: boolean;
  followingHidden: boolean;
}

export const ALL_VISIBLE: HiddenMarks = { followerHidden: false, followingHidden: false };

/** There is no follow: it is in no number. */
export const NO_FOLLOW = undefined;

/** What a change of a follow adds to the two numbers. */
export function stepsBetween(before: HiddenMarks | undefined, after: HiddenMarks | undefined): FollowSteps {
  const counts = (hidden: boolean | undefined) => (hidden === false ? 1 : 0);
  return {
    followers: (counts(after?.followerHidden) - counts(before?.followerHidden)) as FollowSteps['followers'],
    following: (counts(after?.followingHidden) - counts(before?.followingHidden)) as FollowSteps['following'],
  };
}
