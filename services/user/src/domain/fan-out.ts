/** A follower of the author, in the order in which followers are announced to. */
export interface FollowerRow {
  userId: string;
  followedAt: Date;
  /** The follower has muted the author, or a block stands between the two: nothing reaches them. */
  unreached: boolean;
}

/** One step of a fan-out. */
export interface Batch {
  recipients: string[];
  /** The last follower that was looked at; undefined when they were the last of all. */
  next: FollowerRow | undefined;
}

/** The next batch, from followers that were read with a limit of `size`. */
export function toBatch(followers: FollowerRow[], size: number): Batch {
  const recipients = followers.filter((follower) => !follower.unreached).map((follower) => follower.userId);
  return { recipients, next: followers.length === size ? followers.at(-1) : undefined };
}

/** Whether an author has so many followers that posts are pulled by readers rather than pushed to them. */
export function isPulled(followerCount: number, pushLimit: number): boolean {
  return followerCount > pushLimit;
}
