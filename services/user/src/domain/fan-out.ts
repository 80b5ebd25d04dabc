/** A follower of the author. Jobs read followers in the order of their follows. */
export interface FollowerRow {
  userId: string;
  followedAt: Date;
  /** There is a block between the two, so the follower gets no announcement. */
  unreached: boolean;
}

/** One turn of a job. */
export interface Turn {
  /** The recipients of each announcement. */
  batches: string[][];
  /** The last follower of this turn, after whom the next one starts; undefined when this turn is the last. */
  next: FollowerRow | undefined;
}

/** The next turn, from followers that were read with a limit of `limit`, in batches of up to `size` recipients. */
export function toTurn(followers: FollowerRow[], limit: number, size: number): Turn {
  const recipients = followers.filter((follower) => !follower.unreached).map((follower) => follower.userId);
  const batches = [];
  for (let start = 0; start < recipients.length; start += size) batches.push(recipients.slice(start, start + size));
  return { batches, next: followers.length === limit ? followers.at(-1) : undefined };
}

/** Whether an author has so many followers that readers pull the posts, instead of having them pushed. */
export function isPulled(followerCount: number, pushLimit: number): boolean {
  return followerCount > pushLimit;
}
