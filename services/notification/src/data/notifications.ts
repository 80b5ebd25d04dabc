import type { Position } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import type { Cause, Draft, Kind, TargetType } from '../domain/kinds.js';

export interface Notification extends Cause {
  id: string;
  userId: string;
  postId: string | null;
  message: string;
  isRead: boolean;
  createdAt: Date;
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
}

const COLUMNS = 'id, user_id, kind, actor_id, target_type, target_id, post_id, message, is_read, created_at';
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
  await manager.query(
    `INSERT INTO notifications (user_id, kind, actor_id, target_type, target_id, post_id, message, created_at) VALUES ?
     ON DUPLICATE KEY UPDATE message = VALUES(message)`,
    [recipients.map((userId) => [userId, kind, actorId, targetType, targetId, postId, message, createdAt])],
  );
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

/** The next of a person's notifications, newest first. */
export async function listNotifications(
  manager: EntityManager,
  userId: string,
  unreadOnly: boolean,
  before: Position | undefined,
  count: number,
): Promise<Notification[]> {
  const after = before ? 'AND created_at <= ? AND (created_at < ? OR id < ?)' : '';
  const rows: Row[] = await manager.query(
    `SELECT ${COLUMNS} FROM notifications WHERE user_id = ? ${unreadOnly ? 'AND is_read = 0' : ''} ${after}
     ORDER BY created_at DESC, id DESC LIMIT ?`,
    [userId, ...(before ? [before.createdAt, before.createdAt, before.id] : []), count],
  );
  return rows.map(toNotification);
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
  };
}
