import type { EntityManager } from 'typeorm';
import { BACKFILL } from '../domain/timeline.js';

/** A post's place in a timeline. */
export interface Entry {
  postId: string;
  authorId: string;
  createdAt: Date;
}

/** The clocks of two services differ by less than this. */
const CLOCK_MARGIN_SECONDS = 60;

const DELETE_BATCH = 1_000;

/** Puts a post into these people's timelines, where it is not yet. */
export async function addEntries(manager: EntityManager, userIds: string[], entry: Entry): Promise<void> {
  if (userIds.length === 0) return;
  await manager.query('INSERT IGNORE INTO timeline_entries (user_id, post_id, author_id, created_at) VALUES ?', [
    userIds.map((userId) => [userId, entry.postId, entry.authorId, entry.createdAt]),
  ]);
}

/** Puts a post into the timelines of those followers who meet a condition, and have no block between them and the author. */
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
 * Puts a post, unless it is deleted, into the timelines of those recipients of its announcement who are known to follow.
 * The others, whose follows have not come yet, get it when these come.
 */
export function addForRecipients(manager: EntityManager, entry: Entry, recipients: string[]): Promise<void> {
  const condition = `f.follower_id IN (?)
       AND NOT EXISTS (SELECT 1 FROM feed_posts p WHERE p.post_id = ? AND p.deleted = 1)`;
  return addForFollowers(manager, entry, condition, [recipients, entry.postId]);
}

/**
 * Puts a post into the timelines of those whose follow began to count here after the post was made: the announcement may
 * have gone out without them, or have found them not following yet. All other followers are in the announcement.
 */
export function addForRecentFollowers(manager: EntityManager, entry: Entry): Promise<void> {
  const recently = `f.applied_at >= ? - INTERVAL ${CLOCK_MARGIN_SECONDS} SECOND
       AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.user_id = f.follower_id AND a.deleted = 1)`;
  return addForFollowers(manager, entry, recently, [entry.createdAt]);
}

/** Puts the author's latest posts into a new follower's timeline. */
export async function backfill(manager: EntityManager, followerId: string, authorId: string): Promise<void> {
  await manager.query(
    `INSERT IGNORE INTO timeline_entries (user_id, post_id, author_id, created_at)
     SELECT ?, post_id, author_id, created_at FROM feed_posts WHERE author_id = ? AND deleted = 0
     ORDER BY created_at DESC, post_id DESC LIMIT ${BACKFILL}`,
    [followerId, authorId],
  );
}

/** Takes a post out of these people's timelines. */
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

/** Takes all of an author's posts out of one person's timeline. */
export async function removeAuthor(manager: EntityManager, userId: string, authorId: string): Promise<void> {
  for (;;) {
    const { affectedRows } = await manager.query(
      'DELETE FROM timeline_entries WHERE user_id = ? AND author_id = ? LIMIT ?',
      [userId, authorId, DELETE_BATCH],
    );
    if (affectedRows < DELETE_BATCH) return;
  }
}

/** Takes those of an author's posts that are deleted out of one person's timeline. */
export async function removeDeletedPosts(manager: EntityManager, userId: string, authorId: string): Promise<void> {
  await manager.query(
    `DELETE e FROM timeline_entries e JOIN feed_posts p ON p.post_id = e.post_id
     WHERE e.user_id = ? AND e.author_id = ? AND p.deleted = 1`,
    [userId, authorId],
  );
}
