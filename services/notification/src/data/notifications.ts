import { afterPosition, type Position } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { groupKey } from '../domain/grouping.js';
import type { Cause, Draft, Kind, TargetType } from '../domain/kinds.js';
import { messageNow } from '../domain/messages.js';
import { type Generations, readGeneration, readGenerations } from './read-marks.js';

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
  generation: number;
  created_at: Date;
  group_key: string | null;
}

const COLUMNS = `id, user_id, kind, actor_id, target_type, target_id, post_id, message, is_read, generation, created_at,
  group_key`;
const UNREAD = 'generation = ? AND is_read = 0';
const NEWEST_FIRST = 'ORDER BY created_at DESC, id DESC';
const OF_CAUSE = 'user_id IN (?) AND kind = ? AND target_type = ? AND target_id = ? AND actor_id = ?';
const causeValues = (cause: Cause) => [cause.kind, cause.targetType, cause.targetId, cause.actorId];

/**
 * Writes a notification for each of these people, all in one statement; one that is there gets the new message. The stored
 * message has no name: `messageNow` puts in the actor's present one.
 */
export async function insertNotifications(manager: EntityManager, draft: Draft, recipients: string[]): Promise<void> {
  const { kind, actorId, targetType, targetId, postId, createdAt } = draft;
  const group = groupKey(draft);
  const generations = await readGenerations(manager, recipients);
  const told = [kind, actorId, targetType, targetId, postId, draft.says(undefined), createdAt, group];
  await manager.query(
    `INSERT INTO notifications
       (user_id, generation, kind, actor_id, target_type, target_id, post_id, message, created_at, group_key)
     VALUES ?
     ON DUPLICATE KEY UPDATE message = VALUES(message)`,
    [recipients.map((userId) => [userId, generations.get(userId), ...told])],
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
  return toNotifications(rows, await readGenerations(manager, recipients));
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
  listing: Listing,
  before: Position | undefined,
  count: number,
): Promise<Notification[]> {
  const generation = await readGeneration(manager, userId);
  const [sql, values] = listed(userId, generation, listing, before, count);
  return toNotifications(await manager.query(sql, values), new Map([[userId, generation]]));
}

/** The latest unread notifications of each of these people, or of each of their groups with such, up to `count` a person. */
export async function latestUnread(
  manager: EntityManager,
  userIds: string[],
  grouped: boolean,
  count: number,
): Promise<Notification[]> {
  if (userIds.length === 0) return [];
  const generations = await readGenerations(manager, userIds);
  const lists = userIds.map((userId) =>
    listed(userId, generations.get(userId)!, { unreadOnly: true, grouped }, undefined, count),
  );
  const rows: Row[] = await manager.query(
    lists.map(([sql]) => `(${sql})`).join(' UNION ALL '),
    lists.flatMap(([, values]) => values),
  );
  return toNotifications(rows, generations);
}

/** The statement that reads a list of a person's notifications, and its values. */
function listed(
  userId: string,
  generation: number,
  { unreadOnly, grouped, group }: Listing,
  before: Position | undefined,
  count: number,
): [sql: string, values: unknown[]] {
  const conditions: [string, ...unknown[]][] = [['user_id = ?', userId]];
  if (unreadOnly) conditions.push([UNREAD, generation]);
  if (group !== undefined) conditions.push(['group_key = ?', group]);
  const [beforeSql, beforeValues] = afterPosition(before, 'DESC');
  conditions.push([beforeSql, ...beforeValues]);
  if (grouped) conditions.push([latestOfGroup(unreadOnly), userId, ...(unreadOnly ? [generation] : [])]);
  return [
    `SELECT ${COLUMNS} FROM notifications JOIN (
       SELECT n.id AS chosen_id FROM notifications n WHERE ${conditions.map(([text]) => text).join(' AND ')}
       ${NEWEST_FIRST} LIMIT ?) chosen ON id = chosen_id
     WHERE user_id = ? ${NEWEST_FIRST}`,
    [...conditions.flatMap(([, ...values]) => values), count, userId],
  ];
}

/** One look into the index of groups for each row; that no newer row exists would be asked of all rows of the group. */
function latestOfGroup(unreadOnly: boolean): string {
  return `(n.group_key IS NULL OR n.id = (
    SELECT g.id FROM notifications g WHERE g.user_id = ? AND g.group_key = n.group_key ${unreadOnly ? `AND ${UNREAD}` : ''}
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
  const generation = await readGeneration(manager, userId);
  const ofOne = `(SELECT ${COLUMNS} FROM notifications WHERE user_id = ? AND group_key = ?
    ${unreadOnly ? `AND ${UNREAD}` : ''} ${NEWEST_FIRST} LIMIT ?)`;
  const rows: Row[] = await manager.query(
    `${keys.map(() => ofOne).join(' UNION ALL ')} ${NEWEST_FIRST}`,
    keys.flatMap((key) => [userId, key, ...(unreadOnly ? [generation] : []), count]),
  );
  const groups = new Map<string, Notification[]>(keys.map((key) => [key, []]));
  for (const one of toNotifications(rows, new Map([[userId, generation]]))) groups.get(one.groupKey!)!.push(one);
  return groups;
}

function toNotifications(rows: Row[], generations: Generations): Notification[] {
  return rows.map((row) => ({
    id: row.id,
    userId: row.user_id,
    kind: row.kind,
    actorId: row.actor_id,
    targetType: row.target_type,
    targetId: row.target_id,
    postId: row.post_id,
    message: row.message,
    isRead: row.is_read === 1 || Number(row.generation) !== generations.get(row.user_id),
    createdAt: row.created_at,
    groupKey: row.group_key,
  }));
}
