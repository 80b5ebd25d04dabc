import type { Position } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { groupKey } from '../domain/grouping.js';
import type { Cause, Draft, Kind, TargetType } from '../domain/kinds.js';
import { messageNow } from '../domain/messages.js';

export interface Notification extends Cause {
  id: string;
  userId: string;
  postId: string | null;
  message: string;
  isRead: boolean;
  createdAt: Date;
  /** Which group it belongs to; null for one that stands by itself. */
  groupKey: string | null;
}

interface Row {
  id: string;
  user_id: string;
  kind: Kind;
  actor_id: string;
  target_type: TargetType;
  target_id: string;
  post_id: string | null;
  message: string;
  is_read: number;
  created_at: Date;
  group_key: string | null;
}

const COLUMNS = 'id, user_id, kind, actor_id, target_type, target_id, post_id, message, is_read, created_at, group_key';
const NEWEST_FIRST = 'ORDER BY created_at DESC, id DESC';
const OF_CAUSE = 'user_id IN (?) AND kind = ? AND target_type = ? AND target_id = ? AND actor_id = ?';
const causeValues = (cause: Cause) => [cause.kind, cause.targetType, cause.targetId, cause.actorId];

/** Writes a notification for each of these people, in one statement; one that is there gets the new message. */
export async function insertNotifications(
  manager: EntityManager,
  draft: Draft,
  message: string,
  recipients: string[],
): Promise<void> {
  const { kind, actorId, targetType, targetId, postId, createdAt } = draft;
  const group = groupKey(draft);
  await manager.query(
    `INSERT INTO notifications (user_id, kind, actor_id, target_type, target_id, post_id, message, created_at, group_key)
     VALUES ?
     ON DUPLICATE KEY UPDATE message = VALUES(message)`,
    [recipients.map((userId) => [userId, kind, actorId, targetType, targetId, postId, message, createdAt, group])],
  );
}

/** Those of these people who have a notification of this cause already that says the same, by whatever name. */
export async function sayingThat(
  manager: EntityManager,
  { says }: Pick<Draft, 'says'>,
  cause: Cause,
  recipients: string[],
): Promise<Set<string>> {
  const there = await findNotifications(manager, cause, recipients);
  return new Set(there.filter((one) => messageNow(one, undefined) === says(undefined)).map(({ userId }) => userId));
}

/** Those of these people who were told of a comment already: that it is there, that it replies to them, or mentions them. */
export async function toldOfComment(
  manager: EntityManager,
  { commentId, postId }: { commentId: string; postId: string },
  userIds: string[],
): Promise<Set<string>> {
  const rows: { user_id: string }[] = await manager.query(
    `SELECT user_id FROM notifications
     WHERE post_id = ? AND target_type = 'comment' AND target_id = ? AND kind IN ('comment', 'reply', 'mention') AND user_id IN (?)`,
    [postId, commentId, ['0', ...userIds]],
  );
  return new Set(rows.map((row) => row.user_id));
}

/** Removes these people's notifications of one cause. */
export async function removeNotifications(manager: EntityManager, cause: Cause, recipients: string[]): Promise<void> {
  if (recipients.length === 0) return;
  await manager.query(`DELETE FROM notifications WHERE ${OF_CAUSE}`, [recipients, ...causeValues(cause)]);
}

/** These people's notifications of one cause. */
export async function findNotifications(
  manager: EntityManager,
  cause: Cause,
  recipients: string[],
): Promise<Notification[]> {
  const values = [recipients, ...causeValues(cause)];
  const rows: Row[] = await manager.query(`SELECT ${COLUMNS} FROM notifications WHERE ${OF_CAUSE}`, values);
  return rows.map(toNotification);
}

/** Which of a person's notifications a list is of. */
export interface Listing {
  unreadOnly: boolean;
  /** Of each group only the latest. */
  grouped: boolean;
  /** Only those of this group. */
  group?: string | undefined;
}

/** The next of a person's notifications, newest first. They are chosen in an index: many rows may belong to few groups. */
export async function listNotifications(
  manager: EntityManager,
  userId: string,
  { unreadOnly, grouped, group }: Listing,
  before: Position | undefined,
  count: number,
): Promise<Notification[]> {
  const conditions: [string, ...unknown[]][] = [['user_id = ?', userId]];
  if (unreadOnly) conditions.push(['is_read = 0']);
  if (group !== undefined) conditions.push(['group_key = ?', group]);
  if (before) {
    const { createdAt, id } = before;
    conditions.push(['created_at <= ? AND (created_at < ? OR id < ?)', createdAt, createdAt, id]);
  }
  if (grouped) conditions.push([latestOfGroup(unreadOnly), userId]);
  const rows: Row[] = await manager.query(
    `SELECT ${COLUMNS} FROM notifications JOIN (
       SELECT n.id AS chosen_id FROM notifications n WHERE ${conditions.map(([text]) => text).join(' AND ')}
       ${NEWEST_FIRST} LIMIT ?) chosen ON id = chosen_id
     WHERE user_id = ? ${NEWEST_FIRST}`,
    [...conditions.flatMap(([, ...values]) => values), count, userId],
  );
  return rows.map(toNotification);
}

/** One look into the index of groups for each row; that no newer row exists would be asked of all rows of the group. */
function latestOfGroup(unreadOnly: boolean): string {
  return `(n.group_key IS NULL OR n.id = (
    SELECT g.id FROM notifications g WHERE g.user_id = ? AND g.group_key = n.group_key ${unreadOnly ? 'AND g.is_read = 0' : ''}
    ORDER BY g.created_at DESC, g.id DESC LIMIT 1))`;
}

/** The latest notifications of each of these groups of a person, newest first, by the group's key. */
export async function latestOfGroups(
  manager: EntityManager,
  userId: string,
  keys: string[],
  unreadOnly: boolean,
  count: number,
): Promise<Map<string, Notification[]>> {
  if (keys.length === 0) return new Map();
  const ofOne = `(SELECT ${COLUMNS} FROM notifications WHERE user_id = ? AND group_key = ?
    ${unreadOnly ? 'AND is_read = 0' : ''} ${NEWEST_FIRST} LIMIT ?)`;
  const rows: Row[] = await manager.query(
    `${keys.map(() => ofOne).join(' UNION ALL ')} ${NEWEST_FIRST}`,
    keys.flatMap((key) => [userId, key, count]),
  );
  const groups = new Map<string, Notification[]>(keys.map((key) => [key, []]));
  for (const row of rows) groups.get(row.group_key!)!.push(toNotification(row));
  return groups;
}

function toNotification(row: Row): Notification {
  return {
    id: row.id,
    userId: row.user_id,
    kind: row.kind,
    actorId: row.actor_id,
    targetType: row.target_type,
    targetId: row.target_id,
    postId: row.post_id,
    message: row.message,
    isRead: row.is_read === 1,
    createdAt: row.created_at,
    groupKey: row.group_key,
  };
}
