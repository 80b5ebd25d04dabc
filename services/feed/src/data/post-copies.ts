import type { PostRecord, PostSnapshot } from '@townsquare/contracts';
import type { EntityManager } from 'typeorm';

/** A post as feed keeps it. */
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

/** Stores a post unless this version or a later one is known, or it was deleted. */
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

/** Empties the copy and leaves a mark, also of a post that was never seen. */
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

/** The posts with these ids, by id, without those that are deleted or have not arrived yet. */
export async function findCopies(manager: EntityManager, ids: string[]): Promise<Map<string, PostCopy>> {
  if (ids.length === 0) return new Map();
  const rows: Row[] = await manager.query(
    `SELECT post_id, author_id, content, details, is_private, created_at, updated_at
     FROM feed_posts WHERE post_id IN (?) AND deleted = 0`,
    [ids],
  );
  return new Map(rows.map((row) => [row.post_id, toCopy(row)]));
}

/** Puts the post in the place of whatever is kept of it. */
export async function replaceCopy(manager: EntityManager, post: PostRecord): Promise<void> {
  await manager.query('DELETE FROM feed_posts WHERE post_id = ?', [post.postId]);
  await saveCopy(manager, post, post.version);
}

/** The copies of posts whose ids are after one and up to another. */
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
