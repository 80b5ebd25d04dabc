import { afterPosition, claimByLease, type Database, type WorkTable } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import type { FollowerRow } from '../domain/fan-out.js';

/** The job of announcing one post to its author's followers, with its progress. */
export interface Announcement {
  post_id: string;
  author_id: string;
  post_created_at: Date;
  created_at: Date;
  cursor_at: Date | null;
  cursor_id: string;
  batch_no: number;
}

/** A claimed job. The claim is stored with the job, and shows whether it still holds. */
export interface ClaimedJob {
  postId: string;
  claim: string;
}

/** Much longer than a turn takes. After it, the jobs that a killed instance had claimed are free again. */
const LEASE_SECONDS = 10;
const ANNOUNCEMENTS: WorkTable = {
  name: 'announcements',
  until: 'claimed_until',
  isFreeWithout: true,
  set: 'turn_at = UTC_TIMESTAMP(3)',
  order: 'turn_at, post_id',
  columns: 'post_id AS postId, claimed_by AS claim',
};

export async function addAnnouncement(
  manager: EntityManager,
  post: { postId: string; authorId: string; createdAt: string },
): Promise<void> {
  await manager.query(
    `INSERT INTO announcements (post_id, author_id, post_created_at, created_at, turn_at)
     VALUES (?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3)) ON DUPLICATE KEY UPDATE post_id = VALUES(post_id)`,
    [post.postId, post.authorId, new Date(post.createdAt)],
  );
}

/** Claims the jobs whose turn is longest ago and puts them at the end of the queue. */
export function claimAnnouncements(database: Database, limit: number): Promise<ClaimedJob[]> {
  return claimByLease<ClaimedJob>(database, ANNOUNCEMENTS, limit, LEASE_SECONDS);
}

/** The job, locked until the transaction ends; undefined when it is finished or claimed by another instance. */
export async function takeAnnouncement(manager: EntityManager, job: ClaimedJob): Promise<Announcement | undefined> {
  const [row] = await manager.query(
    `SELECT post_id, author_id, post_created_at, created_at, cursor_at, cursor_id, batch_no
     FROM announcements WHERE post_id = ? AND claimed_by = ? FOR UPDATE`,
    [job.postId, job.claim],
  );
  return row;
}

/** Stores the job's progress, and frees it for its next turn. */
export async function advanceAnnouncement(
  manager: EntityManager,
  postId: string,
  last: FollowerRow,
  batches: number,
): Promise<void> {
  await manager.query(
    `UPDATE announcements SET cursor_at = ?, cursor_id = ?, batch_no = batch_no + ?, claimed_by = NULL, claimed_until = NULL
     WHERE post_id = ?`,
    [last.followedAt, last.userId, batches, postId],
  );
}

export async function finishAnnouncement(manager: EntityManager, postId: string): Promise<void> {
  await manager.query('DELETE FROM announcements WHERE post_id = ?', [postId]);
}

/** How many followers the author has, counted up to one more than `limit`. */
export async function countFollowersUpTo(manager: EntityManager, authorId: string, limit: number): Promise<number> {
  const [row] = await manager.query(
    'SELECT COUNT(*) AS followers FROM (SELECT 1 FROM follows WHERE following_id = ? LIMIT ?) f',
    [authorId, limit + 1],
  );
  return Number(row.followers);
}

/**
 * The followers after the job's cursor, in the order of their follows. Follows that are newer than the job are left out:
 * feed adds the author's posts when such a follow arrives, and no follower can move ahead of the cursor and get a second
 * announcement.
 */
export async function nextFollowers(manager: EntityManager, job: Announcement, limit: number): Promise<FollowerRow[]> {
  const cursor = job.cursor_at ? { createdAt: job.cursor_at, id: job.cursor_id } : undefined;
  const [start, values] = afterPosition(cursor, 'ASC', { createdAt: 'f.created_at', id: 'f.follower_id' });
  const rows: { follower_id: string; created_at: Date; unreached: unknown }[] = await manager.query(
    `SELECT f.follower_id, f.created_at,
       EXISTS (SELECT 1 FROM blocks b WHERE b.blocker_id = f.follower_id AND b.blocked_id = f.following_id)
         OR EXISTS (SELECT 1 FROM blocks b WHERE b.blocker_id = f.following_id AND b.blocked_id = f.follower_id) AS unreached
     FROM follows f WHERE f.following_id = ? AND f.created_at <= ? AND ${start}
     ORDER BY f.created_at, f.follower_id LIMIT ?`,
    [job.author_id, job.created_at, ...values, limit],
  );
  return rows.map((row) => ({
    userId: row.follower_id,
    followedAt: row.created_at,
    unreached: Number(row.unreached) === 1,
  }));
}
