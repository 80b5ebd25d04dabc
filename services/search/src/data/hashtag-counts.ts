import type { EntityManager } from 'typeorm';
import { countChanges } from '../domain/hashtag-uses.js';

export interface HashtagCount {
  tag: string;
  posts: number;
  version: number;
}

/** Sets the tags that a post is counted under, and changes the counts by the difference. */
export async function setTags(manager: EntityManager, postId: string, tags: string[]): Promise<void> {
  const rows: { tag: string }[] = await manager.query('SELECT tag FROM hashtag_uses WHERE post_id = ?', [postId]);
  const changes = countChanges(
    rows.map((row) => row.tag),
    tags,
  );
  for (const { tag, change } of changes) {
    const statement =
      change === 1
        ? 'INSERT INTO hashtag_uses (post_id, tag) VALUES (?, ?)'
        : 'DELETE FROM hashtag_uses WHERE post_id = ? AND tag = ?';
    await manager.query(statement, [postId, tag]);
    await manager.query(
      `INSERT INTO hashtag_counts (tag, posts, version, changed) VALUES (?, ?, 1, 1)
       ON DUPLICATE KEY UPDATE posts = posts + VALUES(posts), version = version + 1, changed = 1`,
      [tag, change],
    );
  }
}

/** Counts that are not in the index yet. */
export async function changedCounts(manager: EntityManager, limit: number): Promise<HashtagCount[]> {
  const rows: { tag: string; posts: string; version: string }[] = await manager.query(
    'SELECT tag, posts, version FROM hashtag_counts WHERE changed = 1 LIMIT ?',
    [limit],
  );
  return rows.map(({ tag, posts, version }) => ({ tag, posts: Number(posts), version: Number(version) }));
}

/** Notes that these counts are in the index; one that has changed since stays marked. */
export async function markIndexed(manager: EntityManager, counts: HashtagCount[]): Promise<void> {
  if (counts.length === 0) return;
  await manager.query('UPDATE hashtag_counts SET changed = 0 WHERE (tag, version) IN (?)', [
    counts.map(({ tag, version }) => [tag, version]),
  ]);
}
