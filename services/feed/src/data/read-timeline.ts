import type { Position } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import type { Entry } from './timelines.js';

interface Row {
  post_id: string;
  author_id: string;
  created_at: Date;
}

/** The condition that a row comes after a position, in a form that an index on the time serves. */
const AFTER = 'AND created_at <= ? AND (created_at < ? OR post_id < ?)';
const afterValues = (before: Position | undefined) => (before ? [before.createdAt, before.createdAt, before.id] : []);

/** The next entries of a timeline, newest first. */
export async function readEntries(
  manager: EntityManager,
  userId: string,
  before: Position | undefined,
  count: number,
): Promise<Entry[]> {
  // Where one author wrote most of a timeline, some optimizers take the other key, and sort.
  const rows: Row[] = await manager.query(
    `SELECT post_id, author_id, created_at FROM timeline_entries FORCE INDEX (PRIMARY)
     WHERE user_id = ? ${before ? AFTER : ''} ORDER BY created_at DESC, post_id DESC LIMIT ?`,
    [userId, ...afterValues(before), count],
  );
  return rows.map(toEntry);
}

/** Those authors with very many followers whom the reader follows. */
export async function followedPulledAuthors(manager: EntityManager, readerId: string): Promise<string[]> {
  const rows: { user_id: string }[] = await manager.query(
    `SELECT a.user_id FROM accounts a JOIN follow_edges f ON f.author_id = a.user_id AND f.follower_id = ?
     WHERE a.pulled = 1 AND a.deleted = 0 AND f.active = 1`,
    [readerId],
  );
  return rows.map((row) => row.user_id);
}

/** The next posts of each of these authors: one range of an index an author, in one query. */
export async function readPostsOf(
  manager: EntityManager,
  authorIds: string[],
  before: Position | undefined,
  count: number,
): Promise<Entry[]> {
  const ofOne = `(SELECT post_id, author_id, created_at FROM feed_posts
     WHERE author_id = ? AND deleted = 0 ${before ? AFTER : ''} ORDER BY created_at DESC, post_id DESC LIMIT ?)`;
  const rows: Row[] = await manager.query(
    authorIds.map(() => ofOne).join(' UNION ALL '),
    authorIds.flatMap((authorId) => [authorId, ...afterValues(before), count]),
  );
  return rows.map(toEntry);
}

function toEntry(row: Row): Entry {
  return { postId: row.post_id, authorId: row.author_id, createdAt: row.created_at };
}
