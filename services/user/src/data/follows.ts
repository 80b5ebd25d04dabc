import type { ProfileStatus } from '@townsquare/contracts';
import { type Database, type ExportRows, inPairRange } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import type { HiddenMarks } from '../domain/follow-numbers.js';

/** One account follows another. */
export interface Follow {
  followerId: string;
  followingId: string;
}

interface MarkColumns {
  follower_hidden: number;
  following_hidden: number;
}

const toMarks = (row: MarkColumns): HiddenMarks => ({
  followerHidden: row.follower_hidden === 1,
  followingHidden: row.following_hidden === 1,
});

/** The marks of a follow; undefined when there is none. The caller holds the graph of the follower. */
export async function readMarks(
  manager: EntityManager,
  followerId: string,
  followingId: string,
): Promise<HiddenMarks | undefined> {
  const [row]: MarkColumns[] = await manager.query(
    'SELECT follower_hidden, following_hidden FROM follows WHERE follower_id = ? AND following_id = ?',
    [followerId, followingId],
  );
  return row && toMarks(row);
}

export async function writeMarks(
  manager: EntityManager,
  followerId: string,
  followingId: string,
  { followerHidden, followingHidden }: HiddenMarks,
): Promise<void> {
  await manager.query(
    'UPDATE follows SET follower_hidden = ?, following_hidden = ? WHERE follower_id = ? AND following_id = ?',
    [followerHidden ? 1 : 0, followingHidden ? 1 : 0, followerId, followingId],
  );
}

/**
 * The follows by and of an account whose other account has an id above `after`, in the order of these ids, with the last of
 * these ids: at least `limit` follows unless there are fewer, and at most twice as many. This is a locking read: it waits for
 * follows that are not committed yet, so that it misses none.
 */
export async function followsAround(
  database: Database,
  userId: string,
  after: string,
  limit: number,
): Promise<{ follows: Follow[]; lastId: string | undefined }> {
  return database.transaction(async ({ manager }) => {
    const others = async (own: string, other: string): Promise<string[]> => {
      const rows: { id: string }[] = await manager.query(
        `SELECT ${other} AS id FROM follows WHERE ${own} = ? AND ${other} > ? ORDER BY ${other} LIMIT ? FOR UPDATE`,
        [userId, after, limit],
      );
      return rows.map((row) => row.id);
    };
    const following = await others('follower_id', 'following_id');
    const followers = await others('following_id', 'follower_id');
    // Beyond the end of a list that is cut off, only the other list is known.
    const ends = [following, followers].filter((ids) => ids.length === limit).map((ids) => ids.at(-1)!);
    const isKnown = (id: string) => ends.every((end) => BigInt(id) <= BigInt(end));
    const follows = [
      ...following.map((id) => ({ otherId: id, followerId: userId, followingId: id })),
      ...followers.map((id) => ({ otherId: id, followerId: id, followingId: userId })),
    ].filter(({ otherId }) => isKnown(otherId));
    follows.sort((one, other) => (BigInt(one.otherId) < BigInt(other.otherId) ? -1 : 1));
    return {
      follows: follows.map(({ followerId, followingId }) => ({ followerId, followingId })),
      lastId: follows.at(-1)?.otherId,
    };
  });
}

/** The statuses of these accounts, by account, without deleted ones. */
export async function statusesOf(manager: EntityManager, ids: string[]): Promise<Map<string, ProfileStatus>> {
  const rows: { user_id: string; status: ProfileStatus }[] = await manager.query(
    'SELECT user_id, status FROM profiles WHERE user_id IN (?) AND deleted_at IS NULL',
    [ids],
  );
  return new Map(rows.map((row) => [row.user_id, row.status]));
}

/** A follow with its marks, and with the statuses that these should show. */
export interface MarkedFollow extends Follow {
  marks: HiddenMarks;
  followerStatus: ProfileStatus;
  followingStatus: ProfileStatus;
}

/** Follows in the order of the follower, then of the followed account, without those of deleted accounts. */
export async function marksInOrder(manager: EntityManager, rows: ExportRows): Promise<MarkedFollow[]> {
  const [range, values] = inPairRange(rows, 'f.follower_id', 'f.following_id');
  const found: (Omit<MarkedFollow, 'marks'> & MarkColumns)[] = await manager.query(
    `SELECT f.follower_id AS followerId, f.following_id AS followingId, f.follower_hidden, f.following_hidden,
       p.status AS followerStatus, q.status AS followingStatus
     FROM follows f JOIN profiles p ON p.user_id = f.follower_id JOIN profiles q ON q.user_id = f.following_id
     WHERE ${range} AND p.deleted_at IS NULL AND q.deleted_at IS NULL
     ORDER BY f.follower_id, f.following_id LIMIT ?`,
    [...values, rows.limit],
  );
  return found.map(({ followerId, followingId, followerStatus, followingStatus, ...marks }) => ({
    followerId,
    followingId,
    marks: toMarks(marks),
    followerStatus,
    followingStatus,
  }));
}
