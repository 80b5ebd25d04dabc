import type { HashtagUse } from '@townsquare/projections';
import type { EntityManager } from 'typeorm';

interface Row {
  post_id: string;
  is_private: number;
}

/** A post's state in this service, held until the transaction ends. */
export interface IndexedPost {
  version: number;
  deleted: boolean;
}

/** The post's row, made if it is not there and locked: changes to one post are applied one after another. */
export async function lockPost(manager: EntityManager, postId: string): Promise<IndexedPost> {
  // Not INSERT IGNORE, whose shared lock on a row that is there already ends in a deadlock.
  await manager.query(
    `INSERT INTO indexed_posts (post_id, is_private, version) VALUES (?, 1, 0)
     ON DUPLICATE KEY UPDATE post_id = VALUES(post_id)`,
    [postId],
  );
  const [row] = await manager.query('SELECT version, deleted FROM indexed_posts WHERE post_id = ? FOR UPDATE', [
    postId,
  ]);
  return { version: Number(row.version), deleted: row.deleted === 1 };
}

/** The rows of the posts after one and up to another, by id. */
export async function indexedBetween(
  manager: EntityManager,
  after: string,
  through: string,
): Promise<Map<string, IndexedPost & { isPrivate: boolean }>> {
  const rows: { post_id: string; is_private: number; version: string; deleted: number }[] = await manager.query(
    'SELECT post_id, is_private, version, deleted FROM indexed_posts WHERE post_id > ? AND post_id <= ?',
    [after, through],
  );
  return new Map(
    rows.map((row) => [
      row.post_id,
      { isPrivate: row.is_private === 1, version: Number(row.version), deleted: row.deleted === 1 },
    ]),
  );
}

/** The tags that each of these posts is counted under. */
export async function readTags(manager: EntityManager, postIds: string[]): Promise<Map<string, HashtagUse[]>> {
  if (postIds.length === 0) return new Map();
  const rows: (HashtagUse & { post_id: string })[] = await manager.query(
    'SELECT post_id, tag, COALESCE(spelling, tag) AS spelling FROM hashtag_uses WHERE post_id IN (?)',
    [postIds],
  );
  const tags = new Map<string, HashtagUse[]>();
  for (const { post_id, ...use } of rows) tags.set(post_id, [...(tags.get(post_id) ?? []), use]);
  return tags;
}

export async function savePost(
  manager: EntityManager,
  post: { postId: string; isPrivate: boolean; version: number; deleted: boolean },
): Promise<void> {
  await manager.query('UPDATE indexed_posts SET is_private = ?, version = ?, deleted = ? WHERE post_id = ?', [
    post.isPrivate ? 1 : 0,
    post.version,
    post.deleted ? 1 : 0,
    post.postId,
  ]);
}

/** Which of these posts are there, and whether each is private: the index may be a moment behind. */
export async function presentPosts(manager: EntityManager, ids: string[]): Promise<Map<string, boolean>> {
  if (ids.length === 0) return new Map();
  const rows: Row[] = await manager.query(
    'SELECT post_id, is_private FROM indexed_posts WHERE post_id IN (?) AND deleted = 0',
    [ids],
  );
  return new Map(rows.map((row) => [row.post_id, row.is_private === 1]));
}
