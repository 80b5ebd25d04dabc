import type { FollowCounts, FollowerRecord, PersonGraph } from '@townsquare/contracts';
import { type ExportRows, inPairRange } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';

/**
 * People's graphs in the order of their ids. The versions are read first, so the rows may be newer than the version says, and
 * never older. Mutes of deleted accounts are left out: they end with the account, not by an event.
 */
export async function graphsInOrder(
  manager: EntityManager,
  { after, through, limit }: ExportRows,
): Promise<PersonGraph[]> {
  const people: { userId: string; version: string }[] = await manager.query(
    `SELECT user_id AS userId, graph_version AS version FROM profiles
     WHERE user_id > ? AND user_id <= ? AND deleted_at IS NULL ORDER BY user_id LIMIT ?`,
    [after, through, limit],
  );
  if (people.length === 0) return [];
  const ids = people.map(({ userId }) => userId);
  const follows: { owner: string; userId: string; at: Date; accepted: number }[] = await manager.query(
    'SELECT follower_id AS owner, following_id AS userId, created_at AS at, accepted FROM follows WHERE follower_id IN (?)',
    [ids],
  );
  const requests: { owner: string; userId: string; at: Date }[] = await manager.query(
    'SELECT requester_id AS owner, target_id AS userId, created_at AS at FROM follow_requests WHERE requester_id IN (?)',
    [ids],
  );
  const mutes: { owner: string; userId: string }[] = await manager.query(
    `SELECT m.muter_id AS owner, m.muted_id AS userId FROM mutes m JOIN profiles p ON p.user_id = m.muted_id
     WHERE m.muter_id IN (?) AND p.deleted_at IS NULL`,
    [ids],
  );
  const words: { owner: string; word: string }[] = await manager.query(
    'SELECT user_id AS owner, word FROM muted_words WHERE user_id IN (?)',
    [ids],
  );
  const graphs = new Map<string, PersonGraph>(
    people.map(({ userId, version }) => [userId, emptyGraph(userId, Number(version))]),
  );
  for (const { owner, userId, at, accepted } of follows) {
    graphs.get(owner)!.following.push({ userId, at: at.toISOString(), accepted: accepted === 1 });
  }
  for (const { owner, userId, at } of requests) graphs.get(owner)!.requested.push({ userId, at: at.toISOString() });
  for (const { owner, userId } of mutes) graphs.get(owner)!.muting.push(userId);
  for (const { owner, word } of words) graphs.get(owner)!.mutedWords.push(word);
  return [...graphs.values()];
}

const emptyGraph = (userId: string, version: number): PersonGraph => ({
  userId,
  version,
  following: [],
  requested: [],
  muting: [],
  mutedWords: [],
});

/** Follows in the order of the followed account, then of the follower. */
export async function followersInOrder(manager: EntityManager, rows: ExportRows): Promise<FollowerRecord[]> {
  const [range, values] = inPairRange(rows, 'f.following_id', 'f.follower_id');
  const found: { followingId: string; followerId: string; at: Date; unreached: unknown }[] = await manager.query(
    `SELECT f.following_id AS followingId, f.follower_id AS followerId, f.created_at AS at,
       EXISTS (SELECT 1 FROM blocks b WHERE b.blocker_id = f.follower_id AND b.blocked_id = f.following_id)
         OR EXISTS (SELECT 1 FROM blocks b WHERE b.blocker_id = f.following_id AND b.blocked_id = f.follower_id) AS unreached
     FROM follows f WHERE ${range} ORDER BY f.following_id, f.follower_id LIMIT ?`,
    [...values, rows.limit],
  );
  return found.map((row) => ({ ...row, at: row.at.toISOString(), unreached: Number(row.unreached) === 1 }));
}

/** How many followers each of these people has, and how many people they follow, without hidden accounts. */
export async function countFollowsOf(manager: EntityManager, ids: string[]): Promise<FollowCounts[]> {
  const count = async (own: 'follower_id' | 'following_id', hidden: 'follower_hidden' | 'following_hidden') => {
    const rows: { id: string; n: string }[] = await manager.query(
      `SELECT ${own} AS id, COUNT(*) AS n FROM follows WHERE ${own} IN (?) AND ${hidden} = 0 GROUP BY ${own}`,
      [ids],
    );
    return new Map(rows.map(({ id, n }) => [id, Number(n)]));
  };
  const following = await count('follower_id', 'following_hidden');
  const followers = await count('following_id', 'follower_hidden');
  return ids.map((userId) => ({
    userId,
    followers: followers.get(userId) ?? 0,
    following: following.get(userId) ?? 0,
  }));
}
