/** A follower of the author, in the order in which followers are announced to. */
export interface FollowerRow {
  userId: string;
  followedAt: Date;
  /** A block stands between the two: nothing reaches them. */
  unreached: boolean;
}

/** What a job announces in one turn. */
export interface Turn {
  /** The recipients of each announcement. */
  batches: string[][];
  /** The last follower that was looked at; undefined when they were the last of all. */
  next: FollowerRow | undefined;
}

/** The next turn, from followers that were read with a limit of `limit`, in batches of up to `size` recipients. */
export function toTurn(followers: FollowerRow[], limit: number, size: number): Turn {
  const recipients = followers.filter((follower) => !follower.unreached).map((follower) => follower.userId);
  const batches = [];
  for (let start = 0; start < recipients.length; start += size) batches.push(recipients.slice(start, start + size));
  return { batches, next: followers.length === limit ? followers.at(-1) : undefined };
}

/** Whether an author has so many followers that posts are pulled by readers rather than pushed to them. */
export function isPulled(followerCount: number, pushLimit: number): boolean {
  return followerCount > pushLimit;
}
