import { HIDDEN_STATUSES } from '@townsquare/projections';
import type { EntityManager } from 'typeorm';
import { windowStart } from '../domain/rollups.js';

export interface TrendingHashtag {
  tag: string;
  posts: number;
}

export interface TrendingPost {
  postId: string;
  score: number;
}

/** A comment is worth more than a reaction, for it takes more; what happened 12 hours ago counts half. */
const COMMENT_WEIGHT = 2;
const HALF_LIFE_HOURS = 12;

/** The hashtags of the most public posts that were made in the last `hours`, each as the newest of its public posts spells it. */
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

/**
 * The public posts of accounts that are neither private nor hidden that got the most reactions and comments lately, none by
 * `hidden`: up to `limit` of them, after the first `offset`.
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
    // No id is 0; an empty list would not be SQL.
    [windowStart(hours), HIDDEN_STATUSES, hidden.length > 0 ? hidden : ['0'], limit, offset],
  );
  return rows.map((row) => ({ postId: row.post_id, score: Number(row.score) }));
}
