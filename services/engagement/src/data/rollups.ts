import { type HashtagUse, tagChanges } from '@townsquare/projections';
import type { EntityManager } from 'typeorm';
import { dayOf, hourOf } from '../domain/rollups.js';

/** What happened in a day or hour. */
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

/** Adds to what a person's day brought; nothing for somebody who is gone. */
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

/** A person's days since `from`, oldest first; days without anything are left out. */
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

/** Sets the tags under which a post counts, in the hour in which it was made. */
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
    await manager.query(
      'INSERT INTO hashtag_hours (tag, hour, posts) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE posts = posts + VALUES(posts)',
      [tag, hourOf(createdAt), change],
    );
  }
}
