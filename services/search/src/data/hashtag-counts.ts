import type { Database } from '@townsquare/kit';
import { tagChanges } from '@townsquare/projections';
import type { EntityManager } from 'typeorm';

export interface HashtagCount {
  tag: string;
  posts: number;
  version: number;
}

/** Sets the tags that a post is counted under, and changes the counts by the difference. */
export async function setTags(manager: EntityManager, postId: string, tags: string[]): Promise<void> {
  const rows: { tag: string }[] = await manager.query('SELECT tag FROM hashtag_uses WHERE post_id = ?', [postId]);
  const changes = tagChanges(
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

/** Tags after one, with how many posts they are counted in and how many there are. */
export async function countsAfter(
  manager: EntityManager,
  after: string,
  limit: number,
): Promise<(HashtagCount & { uses: number })[]> {
  const rows: { tag: string; posts: string; version: string; uses: string }[] = await manager.query(
    `SELECT t.tag, COALESCE(c.posts, 0) AS posts, COALESCE(c.version, 0) AS version,
       (SELECT COUNT(*) FROM hashtag_uses u WHERE u.tag = t.tag) AS uses
     FROM (SELECT tag FROM hashtag_counts WHERE tag > ?
           UNION SELECT tag FROM hashtag_uses WHERE tag > ? ORDER BY tag LIMIT ?) t
     LEFT JOIN hashtag_counts c ON c.tag = t.tag ORDER BY t.tag`,
    [after, after, limit],
  );
  return rows.map(({ tag, posts, version, uses }) => ({
    tag,
    posts: Number(posts),
    version: Number(version),
    uses: Number(uses),
  }));
}

/** Counts the posts that carry a tag. Its row is locked first: a post that changes meanwhile adds to the new count. */
export function recountTag(database: Database, tag: string): Promise<HashtagCount> {
  return database.transaction(async ({ manager }) => {
    await manager.query(
      `INSERT INTO hashtag_counts (tag, posts, version, changed) VALUES (?, 0, 1, 1)
       ON DUPLICATE KEY UPDATE version = version + 1, changed = 1`,
      [tag],
    );
    const [uses] = await manager.query('SELECT COUNT(*) AS posts FROM hashtag_uses WHERE tag = ?', [tag]);
    await manager.query('UPDATE hashtag_counts SET posts = ? WHERE tag = ?', [uses.posts, tag]);
    const [row] = await manager.query('SELECT version FROM hashtag_counts WHERE tag = ?', [tag]);
    return { tag, posts: Number(uses.posts), version: Number(row.version) };
  });
}
