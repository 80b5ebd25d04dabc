import type { BuiltTown } from '../town/built-town.js';

/** What the demo made, by id: the questions are about these alone, so that others in the town do not disturb. */
export interface Made {
  userIds: string[];
  postIds: string[];
  commentIds: string[];
  hashtags: string[];
}

export function madeBy({ plan, users, postIds, commentIds }: BuiltTown): Made {
  const hashtags = [...new Set(plan.posts.filter((post) => !post.isPrivate).flatMap((post) => post.hashtags))];
  return { userIds: users.map((user) => user.userId), postIds, commentIds, hashtags };
}
