import type { PostRecord, PostSnapshot } from '@townsquare/contracts';
import { afterPosition, type Position } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import type { CandidatePost } from '../domain/timeline.js';
import { type Entry, type EntryRow, toEntry } from './timelines.js';

/** Feed's copy of a post. */
export type PostCopy = Omit<PostSnapshot, 'createdAt' | 'updatedAt'> & { createdAt: Date; updatedAt: Date };

type Details = Pick<PostSnapshot, 'media' | 'hashtags' | 'mentions'>;

interface Row {
  post_id: string;
  author_id: string;
  content: string;
  details: string;
  is_private: number;
  created_at: Date;
  updated_at: Date;
}

const NO_DETAILS: Details = { media: null, hashtags: [], mentions: [] };

/** Stores a copy unless this version or a later one is known, or the post was deleted. */
export async function saveCopy(manager: EntityManager, post: PostSnapshot, version: number): Promise<void> {
  const details: Details = { media: post.media, hashtags: post.hashtags, mentions: post.mentions };
  const newer = (column: string) =>
    `${column} = IF(deleted = 0 AND version < VALUES(version), VALUES(${column}), ${column})`;
  await manager.query(
    `INSERT INTO feed_posts (post_id, author_id, content, details, is_private, created_at, updated_at, version)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON DUPLICATE KEY UPDATE ${['content', 'details', 'is_private', 'updated_at', 'version'].map(newer).join(', ')}`,
    [
      post.postId,
      post.authorId,
      post.content,
      JSON.stringify(details),
      post.isPrivate ? 1 : 0,
      new Date(post.createdAt),
      new Date(post.updatedAt),
      version,
    ],
  );
}

/** Empties the copy and marks the post as deleted, also one that feed has never seen. */
export async function markPostDeleted(manager: EntityManager, postId: string, authorId: string): Promise<void> {
  await manager.query(
    `INSERT INTO feed_posts (post_id, author_id, content, details, is_private, created_at, updated_at, version, deleted)
     VALUES (?, ?, '', ?, 1, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), 0, 1)
     ON DUPLICATE KEY UPDATE content = '', details = VALUES(details), is_private = 1, deleted = 1`,
    [postId, authorId, JSON.stringify(NO_DETAILS)],
  );
}

export async function isPostDeleted(manager: EntityManager, postId: string): Promise<boolean> {
  const [row] = await manager.query('SELECT deleted FROM feed_posts WHERE post_id = ?', [postId]);
  return row?.deleted === 1;
}

/** The copies of these posts, by id. Deleted posts, and posts that have not arrived yet, are left out. */
export async function findCopies(manager: EntityManager, ids: string[]): Promise<Map<string, PostCopy>> {
  if (ids.length === 0) return new Map();
  const rows: Row[] = await manager.query(
    `SELECT post_id, author_id, content, details, is_private, created_at, updated_at
     FROM feed_posts WHERE post_id IN (?) AND deleted = 0`,
    [ids],
  );
  return new Map(rows.map((row) => [row.post_id, toCopy(row)]));
}

/** The next posts of each of these authors, newest first: one query, with one index range for each author. */
export async function readPostsOf(
  manager: EntityManager,
  authorIds: string[],
  before: Position | undefined,
  count: number,
): Promise<Entry[]> {
  const [after, values] = afterPosition(before, 'DESC', { id: 'post_id' });
  const ofOne = `(SELECT post_id, author_id, created_at FROM feed_posts
     WHERE author_id = ? AND deleted = 0 AND ${after} ORDER BY created_at DESC, post_id DESC LIMIT ?)`;
  const rows: EntryRow[] = await manager.query(
    authorIds.map(() => ofOne).join(' UNION ALL '),
    authorIds.flatMap((authorId) => [authorId, ...values, count]),
  );
  return rows.map(toEntry);
}

/** The next posts that are not for followers alone, newest first, by whatever author: along one index. */
export async function readPublicPosts(
  manager: EntityManager,
  before: Position | undefined,
  count: number,
): Promise<Entry[]> {
  const [after, values] = afterPosition(before, 'DESC', { id: 'post_id' });
  const rows: EntryRow[] = await manager.query(
    `SELECT post_id, author_id, created_at FROM feed_posts
     WHERE is_private = 0 AND deleted = 0 AND ${after} ORDER BY created_at DESC, post_id DESC LIMIT ?`,
    [...values, count],
  );
  return rows.map(toEntry);
}

/** The latest posts of some authors, newest first, including the marks of deleted ones. */
export async function candidatePosts(
  manager: EntityManager,
  authorIds: string[],
  limit: number,
): Promise<CandidatePost[]> {
  const rows: (EntryRow & { deleted: number })[] = await manager.query(
    `SELECT post_id, author_id, created_at, deleted FROM feed_posts WHERE author_id IN (?)
     ORDER BY created_at DESC, post_id DESC LIMIT ?`,
    [authorIds, limit],
  );
  return rows.map((row) => ({ ...toEntry(row), deleted: row.deleted === 1 }));
}

/** Replaces the copy, whatever its version. */
export async function replaceCopy(manager: EntityManager, post: PostRecord): Promise<void> {
  await manager.query('DELETE FROM feed_posts WHERE post_id = ?', [post.postId]);
  await saveCopy(manager, post, post.version);
}

/** The copies of the posts whose ids are above `after` and not above `through`. */
export async function copiesBetween(
  manager: EntityManager,
  after: string,
  through: string,
): Promise<Map<string, PostCopy & { version: number }>> {
  const rows: (Row & { version: string })[] = await manager.query(
    `SELECT post_id, author_id, content, details, is_private, created_at, updated_at, version
     FROM feed_posts WHERE post_id > ? AND post_id <= ? AND deleted = 0`,
    [after, through],
  );
  return new Map(rows.map((row) => [row.post_id, { ...toCopy(row), version: Number(row.version) }]));
}

function toCopy(row: Row): PostCopy {
  return {
    postId: row.post_id,
    authorId: row.author_id,
    content: row.content,
    isPrivate: row.is_private === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    ...(JSON.parse(row.details) as Details),
  };
}
