import { describeTags, type HashtagUse, tagChanges } from '@townsquare/projections';
import type { EntityManager } from 'typeorm';
import { hourOf, windowStart } from '../domain/rollups.js';

export interface TrendingHashtag {
  tag: string;
  posts: number;
}

const ADD_TO_HOUR =
  'INSERT INTO hashtag_hours (tag, hour, posts) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE posts = posts + VALUES(posts)';

/** Sets the tags under which a post counts, in the hour in which it was created. */
export async function setPostTags(
  manager: EntityManager,
  postId: string,
  createdAt: Date,
  tags: HashtagUse[],
): Promise<void> {
  const before: HashtagUse[] = await manager.query(
    'SELECT tag, COALESCE(spelling, tag) AS spelling FROM post_tags WHERE post_id = ?',
    [postId],
  );
  for (const { tag, spelling, change } of tagChanges(before, tags)) {
    if (change === -1) await manager.query('DELETE FROM post_tags WHERE post_id = ? AND tag = ?', [postId, tag]);
    else {
      await manager.query(
        `INSERT INTO post_tags (post_id, tag, spelling) VALUES (?, ?, ?)
         ON DUPLICATE KEY UPDATE spelling = VALUES(spelling)`,
        [postId, tag, spelling],
      );
    }
    await manager.query(ADD_TO_HOUR, [tag, hourOf(createdAt), change]);
  }
}

/** The hashtags with the most public posts of the last `hours`, each as the newest of these posts spells it. */
export async function trendingHashtags(
  manager: EntityManager,
  hours: number,
  limit: number,
): Promise<TrendingHashtag[]> {
  const rows: { tag: string; total: string; spelling: string | null }[] = await manager.query(
    `SELECT trend.tag, trend.total,
       (SELECT p.spelling FROM post_tags p WHERE p.tag = trend.tag ORDER BY p.post_id DESC LIMIT 1) AS spelling
     FROM (SELECT tag, SUM(posts) AS total FROM hashtag_hours WHERE hour >= ?
           GROUP BY tag HAVING total > 0 ORDER BY total DESC, tag LIMIT ?) trend
     ORDER BY trend.total DESC, trend.tag`,
    [windowStart(hours), limit],
  );
  return rows.map((row) => ({ tag: row.spelling ?? row.tag, posts: Number(row.total) }));
}

/** The tags under which each post counts, of the posts whose ids are above `after` and not above `through`. */
export async function tagsBetween(
  manager: EntityManager,
  after: string,
  through: string,
): Promise<Map<string, string>> {
  const rows: (HashtagUse & { post_id: string })[] = await manager.query(
    'SELECT post_id, tag, COALESCE(spelling, tag) AS spelling FROM post_tags WHERE post_id > ? AND post_id <= ?',
    [after, through],
  );
  const tags = new Map<string, HashtagUse[]>();
  for (const { post_id, ...use } of rows) tags.set(post_id, [...(tags.get(post_id) ?? []), use]);
  return new Map([...tags].map(([postId, uses]) => [postId, describeTags(uses)]));
}

/** How many posts with each tag were created in each hour of a day (a number of days since 1970), by `hour tag`. */
export function tagUsesOfDay(manager: EntityManager, day: number): Promise<Map<string, string>> {
  return byHourAndTag(
    manager,
    `SELECT DATE_FORMAT(p.created_at, '%Y-%m-%d %H:00') AS hour, t.tag, COUNT(*) AS posts
     FROM post_counters p JOIN post_tags t ON t.post_id = p.post_id
     WHERE p.deleted = 0 AND p.created_at >= ? AND p.created_at < ? GROUP BY hour, t.tag`,
    day,
  );
}

/** The same, as it has been counted. */
export function hashtagHoursOfDay(manager: EntityManager, day: number): Promise<Map<string, string>> {
  return byHourAndTag(
    manager,
    `SELECT DATE_FORMAT(h.hour, '%Y-%m-%d %H:00') AS hour, h.tag, h.posts FROM hashtag_hours h
     WHERE h.posts <> 0 AND h.hour >= ? AND h.hour < ?`,
    day,
  );
}

/** Adds to the count of an hour and tag, given as `hour tag`. */
export async function addToHashtagHour(manager: EntityManager, hourAndTag: string, posts: number): Promise<void> {
  const [day, hour, ...tag] = hourAndTag.split(' ');
  await manager.query(ADD_TO_HOUR, [tag.join(' '), `${day} ${hour}`, posts]);
}

async function byHourAndTag(manager: EntityManager, sql: string, day: number): Promise<Map<string, string>> {
  const start = (days: number) => new Date(days * 86_400_000);
  const rows: { hour: string; tag: string; posts: string }[] = await manager.query(sql, [start(day), start(day + 1)]);
  return new Map(rows.map(({ hour, tag, posts }) => [`${hour} ${tag}`, String(posts)]));
}
