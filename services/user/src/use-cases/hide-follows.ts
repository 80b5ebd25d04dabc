import type { Database } from '@townsquare/kit';
import { isHidden, type VisitNext } from '@townsquare/projections';
import { type Follow, followsAround, statusesOf } from '../data/follows.js';
import { OwnGraph } from '../data/graph.js';

const BATCH = 50;

/**
 * Marks the follows by and of an account that is hidden, or is visible again, each in a transaction of its follower: the follow
 * leaves the number of the other account or is added to it, and an event publishes that.
 */
export function hideFollows(database: Database): VisitNext {
  return async (userId, after) => {
    const { follows, lastId } = await followsAround(database, userId, after, BATCH);
    for (const follow of follows) await markAsHidden(database, follow);
    return lastId;
  };
}

/**
 * Marks a follow by the statuses of its two accounts, neither of whose rows is locked but the follower's. The statuses are read
 * under that lock. If one changes afterwards, a further visit is requested, and waits here for the lock. The follows of a deleted account
 * are left as they are: its purge ends them.
 */
export function markAsHidden(database: Database, { followerId, followingId }: Follow): Promise<void> {
  return database.transaction(async (tx) => {
    const graph = await OwnGraph.take(tx, followerId);
    const statuses = await statusesOf(tx.manager, [followerId, followingId]);
    const [follower, following] = [statuses.get(followerId), statuses.get(followingId)];
    if (!graph || !follower || !following) return;
    const marks = {
      followerHidden: isHidden({ status: follower }),
      followingHidden: isHidden({ status: following }),
    };
    if (await graph.markFollow(followingId, marks)) await graph.keep();
  });
}
