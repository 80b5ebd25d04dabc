import type { PersonView } from '@townsquare/contracts';
import { HIDDEN_STATUSES, toView } from '@townsquare/projections';
import type { EntityManager } from 'typeorm';

/** A person who may be suggested to a reader. */
export interface Suggestible extends PersonView {
  bio: string;
  isPrivate: boolean;
}

/** Whom a person follows, the latest first: up to `limit` visible accounts. */
export async function latestFollowed(manager: EntityManager, userId: string, limit: number): Promise<string[]> {
  const rows: { id: string }[] = await manager.query(
    `SELECT f.following_id AS id FROM follows f JOIN profiles p ON p.user_id = f.following_id
     WHERE f.follower_id = ? AND p.deleted_at IS NULL AND p.status NOT IN (?)
     ORDER BY f.created_at DESC, f.following_id DESC LIMIT ?`,
    [userId, HIDDEN_STATUSES, limit],
  );
  return rows.map(({ id }) => id);
}

/**
 * Whom these people follow, each with how many of them do: up to `limit`, those with the most first. Counts the `each` latest
 * follows of each of them, which bounds the rows that are read.
 */
export async function followedByAny(
  manager: EntityManager,
  ids: string[],
  each: number,
  limit: number,
): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const latest = ids.map(
    (_id, place) => `SELECT id FROM (
       SELECT following_id AS id FROM follows WHERE follower_id = ? ORDER BY created_at DESC, following_id DESC LIMIT ?
     ) AS latest_${place}`,
  );
  const rows: { id: string; n: string }[] = await manager.query(
    `SELECT id, COUNT(*) AS n FROM (${latest.join(' UNION ALL ')}) AS near GROUP BY id ORDER BY n DESC, id DESC LIMIT ?`,
    [...ids.flatMap((id) => [id, each]), limit],
  );
  return new Map(rows.map(({ id, n }) => [id, Number(n)]));
}

/** The people with the most followers, by the worker's last count; of those with equally many the newest account first. */
export async function mostFollowed(manager: EntityManager, limit: number): Promise<string[]> {
  const rows: { id: string }[] = await manager.query(
    `SELECT user_id AS id FROM profiles WHERE status = 'active' AND deleted_at IS NULL
     ORDER BY counted_followers DESC, user_id DESC LIMIT ?`,
    [limit],
  );
  return rows.map(({ id }) => id);
}

/**
 * Those of these people who may be suggested to the reader, in no order: active accounts that the reader neither is, follows,
 * asks to follow, mutes nor has dismissed, and with no block in either direction.
 */
export async function suggestibleAmong(
  manager: EntityManager,
  readerId: string,
  ids: string[],
): Promise<Suggestible[]> {
  if (ids.length === 0) return [];
  const rows: SuggestibleRow[] = await manager.query(
    `SELECT p.user_id, p.username, p.full_name, p.profile_picture, p.bio, p.is_private FROM profiles p
     WHERE p.user_id IN (?) AND p.user_id <> ? AND p.status = 'active' AND p.deleted_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM follows f WHERE f.follower_id = ? AND f.following_id = p.user_id)
       AND NOT EXISTS (SELECT 1 FROM follow_requests r WHERE r.requester_id = ? AND r.target_id = p.user_id)
       AND NOT EXISTS (SELECT 1 FROM mutes m WHERE m.muter_id = ? AND m.muted_id = p.user_id)
       AND NOT EXISTS (SELECT 1 FROM dismissed_suggestions d WHERE d.user_id = ? AND d.dismissed_id = p.user_id)
       AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.blocker_id = ? AND b.blocked_id = p.user_id)
       AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.blocker_id = p.user_id AND b.blocked_id = ?)`,
    [ids, ...Array<string>(7).fill(readerId)],
  );
  return rows.map(toSuggestible);
}

interface SuggestibleRow {
  user_id: string;
  username: string;
  full_name: string;
  profile_picture: string | null;
  bio: string;
  is_private: number;
}

function toSuggestible(row: SuggestibleRow): Suggestible {
  const { user_id: userId, username, full_name: fullName, profile_picture: profilePicture, bio } = row;
  return { ...toView({ userId, username, fullName, profilePicture }), bio, isPrivate: Number(row.is_private) === 1 };
}

/** Lets a person be suggested to the reader again. */
export async function deleteDismissal(manager: EntityManager, readerId: string, dismissedId: string): Promise<void> {
  const sql = 'DELETE FROM dismissed_suggestions WHERE user_id = ? AND dismissed_id = ?';
  await manager.query(sql, [readerId, dismissedId]);
}

/** A count of followers that differs from the stored one. */
export interface FollowerCount {
  userId: string;
  followers: number;
}

/** Counts the followers of up to `limit` people after an id. Returns the last of their ids and the counts that have changed. */
export async function countFollowersAfter(
  manager: EntityManager,
  after: string,
  limit: number,
): Promise<{ lastId: string | undefined; changed: FollowerCount[] }> {
  const rows: { userId: string; known: string; followers: string }[] = await manager.query(
    `SELECT p.user_id AS userId, p.counted_followers AS known,
       (SELECT COUNT(*) FROM follows f WHERE f.following_id = p.user_id) AS followers
     FROM profiles p WHERE p.user_id > ? AND p.deleted_at IS NULL ORDER BY p.user_id LIMIT ?`,
    [after, limit],
  );
  const changed = rows.filter(({ known, followers }) => Number(known) !== Number(followers));
  return {
    lastId: rows.length < limit ? undefined : rows.at(-1)?.userId,
    changed: changed.map(({ userId, followers }) => ({ userId, followers: Number(followers) })),
  };
}

export async function keepFollowerCount(manager: EntityManager, { userId, followers }: FollowerCount): Promise<void> {
  await manager.query('UPDATE profiles SET counted_followers = ? WHERE user_id = ?', [followers, userId]);
}
