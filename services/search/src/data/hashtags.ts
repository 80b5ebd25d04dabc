import type { Database } from '@townsquare/kit';
import { type HashtagUse, tagChanges } from '@townsquare/projections';
import type { EntityManager } from 'typeorm';

export interface HashtagCount {
  tag: string;
  /** The spelling in the newest of the counted posts. */
  spelling: string;
  posts: number;
  version: number;
}

/** The tags under which each of these posts counts. */
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

/** Sets the tags under which a post counts, and changes the counts by the difference. */
export async function setTags(manager: EntityManager, postId: string, tags: HashtagUse[]): Promise<void> {
  const before = (await readTags(manager, [postId])).get(postId) ?? [];
  for (const { tag, spelling, change } of tagChanges(before, tags)) {
    if (change === -1) await manager.query('DELETE FROM hashtag_uses WHERE post_id = ? AND tag = ?', [postId, tag]);
    else {
      await manager.query(
        `INSERT INTO hashtag_uses (post_id, tag, spelling) VALUES (?, ?, ?)
         ON DUPLICATE KEY UPDATE spelling = VALUES(spelling)`,
        [postId, tag, spelling],
      );
    }
    await manager.query(
      `INSERT INTO hashtag_counts (tag, posts, version, changed) VALUES (?, ?, 1, 1)
       ON DUPLICATE KEY UPDATE posts = posts + VALUES(posts), version = version + 1, changed = 1`,
      [tag, change],
    );
  }
}

/** The spelling of a row's tag in the newest post that has it. */
const spellingOf = (tag: string) => `COALESCE(
  (SELECT s.spelling FROM hashtag_uses s WHERE s.tag = ${tag} ORDER BY s.post_id DESC LIMIT 1), ${tag}) AS spelling`;

/** The counts that are not in the index yet. */
export async function changedCounts(manager: EntityManager, limit: number): Promise<HashtagCount[]> {
  const rows: { tag: string; spelling: string; posts: string; version: string }[] = await manager.query(
    `SELECT c.tag, ${spellingOf('c.tag')}, c.posts, c.version FROM hashtag_counts c WHERE c.changed = 1 LIMIT ?`,
    [limit],
  );
  return rows.map((row) => ({ ...row, posts: Number(row.posts), version: Number(row.version) }));
}

/** Marks these counts as indexed. A count that has changed since stays marked as changed. */
export async function markIndexed(manager: EntityManager, counts: HashtagCount[]): Promise<void> {
  if (counts.length === 0) return;
  await manager.query('UPDATE hashtag_counts SET changed = 0 WHERE (tag, version) IN (?)', [
    counts.map(({ tag, version }) => [tag, version]),
  ]);
}

/** The next tags after `after`, with their counts (`posts`) and the numbers of posts that have them (`uses`). */
export async function countsAfter(
  manager: EntityManager,
  after: string,
  limit: number,
): Promise<(HashtagCount & { uses: number })[]> {
  const rows: { tag: string; spelling: string; posts: string; version: string; uses: string }[] = await manager.query(
    `SELECT t.tag, ${spellingOf('t.tag')}, COALESCE(c.posts, 0) AS posts, COALESCE(c.version, 0) AS version,
       (SELECT COUNT(*) FROM hashtag_uses u WHERE u.tag = t.tag) AS uses
     FROM (SELECT tag FROM hashtag_counts WHERE tag > ?
           UNION SELECT tag FROM hashtag_uses WHERE tag > ? ORDER BY tag LIMIT ?) t
     LEFT JOIN hashtag_counts c ON c.tag = t.tag ORDER BY t.tag`,
    [after, after, limit],
  );
  return rows.map((row) => ({
    ...row,
    posts: Number(row.posts),
    version: Number(row.version),
    uses: Number(row.uses),
  }));
}

/** Counts the posts with a tag again. The row is locked first, so that a concurrent change adds to the new count. */
export function recountTag(database: Database, tag: string): Promise<HashtagCount> {
  return database.transaction(async ({ manager }) => {
    await manager.query(
      `INSERT INTO hashtag_counts (tag, posts, version, changed) VALUES (?, 0, 1, 1)
       ON DUPLICATE KEY UPDATE version = version + 1, changed = 1`,
      [tag],
    );
    const [uses] = await manager.query('SELECT COUNT(*) AS posts FROM hashtag_uses WHERE tag = ?', [tag]);
    await manager.query('UPDATE hashtag_counts SET posts = ? WHERE tag = ?', [uses.posts, tag]);
    const [row] = await manager.query(
      `SELECT c.version, ${spellingOf('c.tag')} FROM hashtag_counts c WHERE c.tag = ?`,
      [tag],
    );
    return { tag, spelling: row.spelling, posts: Number(uses.posts), version: Number(row.version) };
  });
}
