import { describeTags, type HashtagUse } from '@townsquare/projections';
import type { EntityManager } from 'typeorm';

/** The tags under which each of the posts counts whose ids are after one and up to another. */
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

/** How many posts with each tag were made in each hour of a day (counted since 1970), by `hour tag`. */
export function tagUsesOfDay(manager: EntityManager, day: number): Promise<Map<string, string>> {
  return byHourAndTag(
    manager,
    `SELECT DATE_FORMAT(p.created_at, '%Y-%m-%d %H:00') AS hour, t.tag, COUNT(*) AS posts
     FROM post_counters p JOIN post_tags t ON t.post_id = p.post_id
     WHERE p.deleted = 0 AND p.created_at >= ? AND p.created_at < ? GROUP BY hour, t.tag`,
    day,
  );
}

/** The same as it has been counted. */
export function hashtagHoursOfDay(manager: EntityManager, day: number): Promise<Map<string, string>> {
  return byHourAndTag(
    manager,
    `SELECT DATE_FORMAT(h.hour, '%Y-%m-%d %H:00') AS hour, h.tag, h.posts FROM hashtag_hours h
     WHERE h.posts <> 0 AND h.hour >= ? AND h.hour < ?`,
    day,
  );
}

export async function addToHashtagHour(manager: EntityManager, hourAndTag: string, posts: number): Promise<void> {
  const [day, hour, ...tag] = hourAndTag.split(' ');
  await manager.query(
    'INSERT INTO hashtag_hours (tag, hour, posts) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE posts = posts + VALUES(posts)',
    [tag.join(' '), `${day} ${hour}`, posts],
  );
}

async function byHourAndTag(manager: EntityManager, sql: string, day: number): Promise<Map<string, string>> {
  const start = (days: number) => new Date(days * 86_400_000);
  const rows: { hour: string; tag: string; posts: string }[] = await manager.query(sql, [start(day), start(day + 1)]);
  return new Map(rows.map(({ hour, tag, posts }) => [`${hour} ${tag}`, String(posts)]));
}
