import type { EntityManager } from 'typeorm';

interface Row {
  post_id: string;
  is_private: number;
}

/** What search stores of a post. */
export interface IndexedPost {
  version: number;
  deleted: boolean;
}

/** Locks the post's row, and creates it if necessary. The lock serializes the changes of a post. */
export async function lockPost(manager: EntityManager, postId: string): Promise<IndexedPost> {
  // INSERT IGNORE would take a shared lock on an existing row, which leads to a deadlock.
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

/** Whether the post is known to be deleted. */
export async function isPostDeleted(manager: EntityManager, postId: string): Promise<boolean> {
  const rows = await manager.query('SELECT 1 FROM indexed_posts WHERE post_id = ? AND deleted = 1', [postId]);
  return rows.length > 0;
}

/** The rows of the posts whose ids are above `after` and not above `through`, by id. */
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

/** Those of the posts that are not deleted, and whether each is private. The index may lag behind these rows. */
export async function presentPosts(manager: EntityManager, ids: string[]): Promise<Map<string, boolean>> {
  if (ids.length === 0) return new Map();
  const rows: Row[] = await manager.query(
    'SELECT post_id, is_private FROM indexed_posts WHERE post_id IN (?) AND deleted = 0',
    [ids],
  );
  return new Map(rows.map((row) => [row.post_id, row.is_private === 1]));
}
