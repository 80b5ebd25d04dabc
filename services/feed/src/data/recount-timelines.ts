import type { EntityManager } from 'typeorm';
import type { CandidatePost } from '../domain/timeline.js';
import type { Entry } from './timelines.js';

/** Whom a reader follows here, and what is known of each. */
export interface FollowedAuthor {
  authorId: string;
  appliedAt: Date;
  pulled: boolean;
}

/** Everybody whom a reader follows and who is not gone. */
export async function followedAuthors(manager: EntityManager, readerId: string): Promise<FollowedAuthor[]> {
  const rows: { author_id: string; applied_at: Date; pulled: number | null }[] = await manager.query(
    `SELECT f.author_id, f.applied_at, a.pulled FROM follow_edges f LEFT JOIN accounts a ON a.user_id = f.author_id
     WHERE f.follower_id = ? AND f.active = 1 AND COALESCE(a.deleted, 0) = 0`,
    [readerId],
  );
  return rows.map((row) => ({ authorId: row.author_id, appliedAt: row.applied_at, pulled: row.pulled === 1 }));
}

/** The latest posts of some authors, newest first, with the marks of deleted ones. */
export async function candidatePosts(
  manager: EntityManager,
  authorIds: string[],
  limit: number,
): Promise<CandidatePost[]> {
  const rows: { post_id: string; author_id: string; created_at: Date; deleted: number }[] = await manager.query(
    `SELECT post_id, author_id, created_at, deleted FROM feed_posts WHERE author_id IN (?)
     ORDER BY created_at DESC, post_id DESC LIMIT ?`,
    [authorIds, limit],
  );
  return rows.map((row) => ({
    postId: row.post_id,
    authorId: row.author_id,
    createdAt: row.created_at,
    deleted: row.deleted === 1,
  }));
}

/** The latest entries of a timeline, newest first, and whether the post of each is there as the entry says. */
export async function entriesWithPosts(
  manager: EntityManager,
  readerId: string,
  limit: number,
): Promise<(Entry & { stands: boolean })[]> {
  const rows: { post_id: string; author_id: string; created_at: Date; stands: number | string }[] = await manager.query(
    `SELECT e.post_id, e.author_id, e.created_at, p.post_id IS NOT NULL AS stands
     FROM timeline_entries e LEFT JOIN feed_posts p
       ON p.post_id = e.post_id AND p.author_id = e.author_id AND p.created_at = e.created_at AND p.deleted = 0
     WHERE e.user_id = ? ORDER BY e.created_at DESC, e.post_id DESC LIMIT ?`,
    [readerId, limit],
  );
  return rows.map((row) => ({
    postId: row.post_id,
    authorId: row.author_id,
    createdAt: row.created_at,
    stands: Number(row.stands) === 1,
  }));
}

/** Whose timelines there are among the people whose ids are after one and up to another. */
export async function readersBetween(manager: EntityManager, after: string, through: string): Promise<string[]> {
  const rows: { user_id: string }[] = await manager.query(
    'SELECT DISTINCT user_id FROM timeline_entries WHERE user_id > ? AND user_id <= ?',
    [after, through],
  );
  return rows.map((row) => row.user_id);
}

/** Takes one entry out of a timeline: the one of that moment, for another of the same post may be right. */
export async function removeEntry(manager: EntityManager, userId: string, entry: Entry): Promise<void> {
  await manager.query('DELETE FROM timeline_entries WHERE user_id = ? AND created_at = ? AND post_id = ?', [
    userId,
    entry.createdAt,
    entry.postId,
  ]);
}
