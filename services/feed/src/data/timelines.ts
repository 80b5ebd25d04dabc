import { afterPosition, type Position } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { BACKFILL } from '../domain/timeline.js';

/** A post's place in a timeline. */
export interface Entry {
  postId: string;
  authorId: string;
  createdAt: Date;
}

export interface EntryRow {
  post_id: string;
  author_id: string;
  created_at: Date;
}

export function toEntry(row: EntryRow): Entry {
  return { postId: row.post_id, authorId: row.author_id, createdAt: row.created_at };
}

/** The clocks of two services differ by less than this. */
const CLOCK_MARGIN_SECONDS = 60;

const DELETE_BATCH = 1_000;

/** The next entries of a timeline, newest first. */
export async function readEntries(
  manager: EntityManager,
  userId: string,
  before: Position | undefined,
  count: number,
): Promise<Entry[]> {
  const [after, values] = afterPosition(before, 'DESC', { id: 'post_id' });
  // Where one author wrote most of a timeline, some optimizers take the other key, and sort.
  const rows: EntryRow[] = await manager.query(
    `SELECT post_id, author_id, created_at FROM timeline_entries FORCE INDEX (PRIMARY)
     WHERE user_id = ? AND ${after} ORDER BY created_at DESC, post_id DESC LIMIT ?`,
    [userId, ...values, count],
  );
  return rows.map(toEntry);
}

/** Adds a post to the timelines of these users, unless it is there already. */
export async function addEntries(manager: EntityManager, userIds: string[], entry: Entry): Promise<void> {
  if (userIds.length === 0) return;
  await manager.query('INSERT IGNORE INTO timeline_entries (user_id, post_id, author_id, created_at) VALUES ?', [
    userIds.map((userId) => [userId, entry.postId, entry.authorId, entry.createdAt]),
  ]);
}

/** Adds a post to the timelines of the followers who meet a condition and have no block with the author. */
async function addForFollowers(
  manager: EntityManager,
  entry: Entry,
  condition: string,
  values: unknown[],
): Promise<void> {
  await manager.query(
    `INSERT IGNORE INTO timeline_entries (user_id, post_id, author_id, created_at)
     SELECT f.follower_id, ?, f.author_id, ? FROM follow_edges f
     WHERE f.author_id = ? AND f.active = 1 AND ${condition}
       AND NOT EXISTS (SELECT 1 FROM known_blocks b
         WHERE b.blocker_id = f.follower_id AND b.blocked_id = f.author_id AND b.active = 1)
       AND NOT EXISTS (SELECT 1 FROM known_blocks b
         WHERE b.blocker_id = f.author_id AND b.blocked_id = f.follower_id AND b.active = 1)`,
    [entry.postId, entry.createdAt, entry.authorId, ...values],
  );
}

/**
 * Adds a post, unless it is deleted, to the timelines of the recipients of its announcement whose follows are known. The
 * others get it when their follows arrive.
 */
export function addForRecipients(manager: EntityManager, entry: Entry, recipients: string[]): Promise<void> {
  const condition = `f.follower_id IN (?)
       AND NOT EXISTS (SELECT 1 FROM feed_posts p WHERE p.post_id = ? AND p.deleted = 1)`;
  return addForFollowers(manager, entry, condition, [recipients, entry.postId]);
}

/**
 * Adds a post to the timelines of the followers whose follow was applied here after the post was created: the announcement
 * may lack them, or may have arrived before their follow. All other followers are in the announcement.
 */
export function addForRecentFollowers(manager: EntityManager, entry: Entry): Promise<void> {
  const recently = `f.applied_at >= ? - INTERVAL ${CLOCK_MARGIN_SECONDS} SECOND
       AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.user_id = f.follower_id AND a.deleted = 1)`;
  return addForFollowers(manager, entry, recently, [entry.createdAt]);
}

/** Adds the author's latest posts to a new follower's timeline. */
export async function backfill(manager: EntityManager, followerId: string, authorId: string): Promise<void> {
  await manager.query(
    `INSERT IGNORE INTO timeline_entries (user_id, post_id, author_id, created_at)
     SELECT ?, post_id, author_id, created_at FROM feed_posts WHERE author_id = ? AND deleted = 0
     ORDER BY created_at DESC, post_id DESC LIMIT ${BACKFILL}`,
    [followerId, authorId],
  );
}

/** Removes a post from the timelines of these users. */
export async function removeEntries(
  manager: EntityManager,
  userIds: string[],
  authorId: string,
  postId: string,
): Promise<void> {
  if (userIds.length === 0) return;
  await manager.query('DELETE FROM timeline_entries WHERE user_id IN (?) AND author_id = ? AND post_id = ?', [
    userIds,
    authorId,
    postId,
  ]);
}

/** Removes all posts of an author from one timeline. */
export async function removeAuthor(manager: EntityManager, userId: string, authorId: string): Promise<void> {
  for (;;) {
    const { affectedRows } = await manager.query(
      'DELETE FROM timeline_entries WHERE user_id = ? AND author_id = ? LIMIT ?',
      [userId, authorId, DELETE_BATCH],
    );
    if (affectedRows < DELETE_BATCH) return;
  }
}

/** Removes the deleted posts of an author from one timeline. */
export async function removeDeletedPosts(manager: EntityManager, userId: string, authorId: string): Promise<void> {
  await manager.query(
    `DELETE e FROM timeline_entries e JOIN feed_posts p ON p.post_id = e.post_id
     WHERE e.user_id = ? AND e.author_id = ? AND p.deleted = 1`,
    [userId, authorId],
  );
}

/** Removes one entry: the one of this moment, since another entry of the same post may be right. */
export async function removeEntry(manager: EntityManager, userId: string, entry: Entry): Promise<void> {
  await manager.query('DELETE FROM timeline_entries WHERE user_id = ? AND created_at = ? AND post_id = ?', [
    userId,
    entry.createdAt,
    entry.postId,
  ]);
}

/** Removes all but the newest `limit` entries of a timeline. */
export async function trimTimeline(manager: EntityManager, userId: string, limit: number): Promise<void> {
  const [oldest]: EntryRow[] = await manager.query(
    `SELECT post_id, author_id, created_at FROM timeline_entries WHERE user_id = ?
     ORDER BY created_at DESC, post_id DESC LIMIT 1 OFFSET ?`,
    [userId, limit - 1],
  );
  if (!oldest) return;
  const position = { createdAt: oldest.created_at, id: oldest.post_id };
  const [older, values] = afterPosition(position, 'DESC', { id: 'post_id' });
  for (;;) {
    const { affectedRows } = await manager.query(
      `DELETE FROM timeline_entries WHERE user_id = ? AND ${older} LIMIT ?`,
      [userId, ...values, DELETE_BATCH],
    );
    if (affectedRows < DELETE_BATCH) return;
  }
}

/** The latest entries of a timeline, newest first. `stands` tells whether the post exists as the entry says. */
export async function entriesWithPosts(
  manager: EntityManager,
  readerId: string,
  limit: number,
): Promise<(Entry & { stands: boolean })[]> {
  const rows: (EntryRow & { stands: number | string })[] = await manager.query(
    `SELECT e.post_id, e.author_id, e.created_at, p.post_id IS NOT NULL AS stands
     FROM timeline_entries e LEFT JOIN feed_posts p
       ON p.post_id = e.post_id AND p.author_id = e.author_id AND p.created_at = e.created_at AND p.deleted = 0
     WHERE e.user_id = ? ORDER BY e.created_at DESC, e.post_id DESC LIMIT ?`,
    [readerId, limit],
  );
  return rows.map((row) => ({ ...toEntry(row), stands: Number(row.stands) === 1 }));
}

/** The users who have entries, of those whose ids are above `after` and not above `through`. */
export async function readersBetween(manager: EntityManager, after: string, through: string): Promise<string[]> {
  const rows: { user_id: string }[] = await manager.query(
    'SELECT DISTINCT user_id FROM timeline_entries WHERE user_id > ? AND user_id <= ?',
    [after, through],
  );
  return rows.map((row) => row.user_id);
}
