import type { EntityManager } from 'typeorm';
import { wantingGroups } from './preferences.js';

const BATCH = 1_000;

/** The list leaves out what banned people did, and what happened on their posts; so must a count of it. */
const NOT_BY_BANNED = `
  NOT EXISTS (SELECT 1 FROM known_people p WHERE p.user_id = n.actor_id AND p.status = 'banned')
  AND NOT EXISTS (SELECT 1 FROM known_posts k JOIN known_people p ON p.user_id = k.author_id
                  WHERE k.post_id = n.post_id AND p.status = 'banned' AND p.user_id <> n.user_id)`;

/** How many unread notifications, or groups with such, each of these people has; who has none is left out. */
export async function countUnread(
  manager: EntityManager,
  userIds: string[],
  grouped: boolean,
): Promise<Map<string, number>> {
  if (userIds.length === 0) return new Map();
  const counted = grouped ? 'DISTINCT COALESCE(n.group_key, n.id)' : '*';
  const rows: { user_id: string; unread: string }[] = await manager.query(
    `SELECT n.user_id, COUNT(${counted}) AS unread FROM notifications n
     WHERE n.user_id IN (?) AND n.is_read = 0 AND ${NOT_BY_BANNED} GROUP BY n.user_id`,
    [userIds],
  );
  return new Map(rows.map((row) => [row.user_id, Number(row.unread)]));
}

/** The same, of groups for those who have their notifications grouped. */
export async function countUnreadAsChosen(manager: EntityManager, userIds: string[]): Promise<Map<string, number>> {
  const wanting = await wantingGroups(manager, userIds);
  const ofGroups = await countUnread(manager, [...wanting], true);
  const others = userIds.filter((userId) => !wanting.has(userId));
  return new Map([...ofGroups, ...(await countUnread(manager, others, false))]);
}

/**
 * Marks one of a person's notifications as read, or its group up to it: what has come since is not seen yet. Answers
 * whether it exists.
 */
export async function markRead(manager: EntityManager, userId: string, id: string, grouped: boolean): Promise<boolean> {
  const [row] = await manager.query(
    'SELECT is_read, group_key, created_at FROM notifications WHERE id = ? AND user_id = ?',
    [id, userId],
  );
  if (!row) return false;
  if (grouped && row.group_key !== null) {
    const upToIt = 'group_key = ? AND created_at <= ? AND (created_at < ? OR id <= ?)';
    await markWhere(manager, userId, upToIt, [row.group_key, row.created_at, row.created_at, id]);
  } else if (!row.is_read) {
    await markWhere(manager, userId, 'id = ?', [id]);
  }
  return true;
}

/** Marks what a person has up to now as read. */
export function markAllRead(manager: EntityManager, userId: string): Promise<void> {
  return markWhere(manager, userId, '1 = 1', []);
}

/** A batch a statement: one for all would hold as many rows as somebody has. */
async function markWhere(manager: EntityManager, userId: string, condition: string, values: unknown[]): Promise<void> {
  for (;;) {
    const { affectedRows } = await manager.query(
      `UPDATE notifications SET is_read = 1 WHERE user_id = ? AND is_read = 0 AND ${condition} LIMIT ?`,
      [userId, ...values, BATCH],
    );
    if (affectedRows < BATCH) return;
  }
}
