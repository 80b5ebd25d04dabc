import { HIDDEN_STATUSES } from '@townsquare/projections';
import type { EntityManager } from 'typeorm';
import { dayOf, hourOf, windowStart } from '../domain/rollups.js';

/** What an event adds to a day or hour. */
export interface DayDelta {
  reactions?: number;
  comments?: number;
  followers?: number;
}

export interface DayRow {
  day: string;
  reactions: number;
  comments: number;
  followers: number;
}

export async function addToPostHour(
  manager: EntityManager,
  postId: string,
  at: Date,
  { reactions = 0, comments = 0 }: DayDelta,
): Promise<void> {
  if (reactions === 0 && comments === 0) return;
  await manager.query(
    `INSERT INTO post_hours (post_id, hour, reactions, comments) VALUES (?, ?, ?, ?)
     ON DUPLICATE KEY UPDATE reactions = reactions + VALUES(reactions), comments = comments + VALUES(comments)`,
    [postId, hourOf(at), reactions, comments],
  );
}

export async function removePostHours(manager: EntityManager, postId: string): Promise<void> {
  await manager.query('DELETE FROM post_hours WHERE post_id = ?', [postId]);
}

/** Adds to a day of a user; does nothing for a deleted account. */
export async function addToUserDay(
  manager: EntityManager,
  userId: string,
  at: Date,
  { reactions = 0, comments = 0, followers = 0 }: DayDelta,
): Promise<void> {
  if (reactions === 0 && comments === 0 && followers === 0) return;
  await manager.query(
    `INSERT INTO user_days (user_id, day, reactions, comments, followers)
     SELECT ?, ?, ?, ?, ? FROM (SELECT 1 AS one) AS once
     WHERE NOT EXISTS (SELECT 1 FROM user_counters WHERE user_id = ? AND deleted = 1)
     ON DUPLICATE KEY UPDATE reactions = reactions + VALUES(reactions), comments = comments + VALUES(comments),
       followers = followers + VALUES(followers)`,
    [userId, dayOf(at), reactions, comments, followers, userId],
  );
}

/** A user's days since `from`, oldest first. Days on which nothing happened are left out. */
export async function readUserDays(manager: EntityManager, userId: string, from: string): Promise<DayRow[]> {
  return manager.query(
    `SELECT DATE_FORMAT(day, '%Y-%m-%d') AS day, reactions, comments, followers FROM user_days
     WHERE user_id = ? AND day >= ? ORDER BY user_days.day`,
    [userId, from],
  );
}

export async function removeUserDays(manager: EntityManager, userId: string): Promise<void> {
  await manager.query('DELETE FROM user_days WHERE user_id = ?', [userId]);
}

export interface TrendingPost {
  postId: string;
  score: number;
}

/** A comment counts more than a reaction, since it takes more effort. What happened 12 hours ago counts half. */
const COMMENT_WEIGHT = 2;
const HALF_LIFE_HOURS = 12;

/**
 * The public posts with the highest scores, of accounts that are neither private nor hidden, without authors in `hidden`:
 * up to `limit` of them, after the first `offset`.
 */
export async function trendingPosts(
  manager: EntityManager,
  hours: number,
  hidden: string[],
  limit: number,
  offset: number,
): Promise<TrendingPost[]> {
  const rows: { post_id: string; score: number }[] = await manager.query(
    `SELECT recent.post_id,
       SUM((recent.reactions + ${COMMENT_WEIGHT} * recent.comments)
         * POW(0.5, GREATEST(0, TIMESTAMPDIFF(HOUR, recent.hour, UTC_TIMESTAMP())) / ${HALF_LIFE_HOURS})) AS score
     FROM post_hours recent
     JOIN post_counters post ON post.post_id = recent.post_id
     JOIN known_people author ON author.user_id = post.author_id
     WHERE recent.hour >= ? AND post.is_private = 0 AND post.deleted = 0
       AND author.status NOT IN (?) AND author.is_private = 0 AND author.deleted = 0 AND post.author_id NOT IN (?)
     GROUP BY recent.post_id HAVING score > 0 ORDER BY score DESC, recent.post_id DESC LIMIT ? OFFSET ?`,
    // No id is 0; an empty list is a syntax error.
    [windowStart(hours), HIDDEN_STATUSES, hidden.length > 0 ? hidden : ['0'], limit, offset],
  );
  return rows.map((row) => ({ postId: row.post_id, score: Number(row.score) }));
}

/** How long rollups are kept: a day longer than the longest window, and than the longest series, that a client can request. */
const KEEP = [
  { table: 'post_hours', column: 'hour', days: 8 },
  { table: 'hashtag_hours', column: 'hour', days: 8 },
  { table: 'user_days', column: 'day', days: 366 },
];

const TRIM_BATCH = 1_000;

/** Deletes a batch of the rollups that no client can request any more; returns whether there may be more. */
export async function trimRollups(manager: EntityManager): Promise<boolean> {
  let more = false;
  for (const { table, column, days } of KEEP) {
    const { affectedRows } = await manager.query(
      `DELETE FROM ${table} WHERE ${column} < UTC_TIMESTAMP() - INTERVAL ? DAY LIMIT ?`,
      [days, TRIM_BATCH],
    );
    more ||= affectedRows === TRIM_BATCH;
  }
  return more;
}
