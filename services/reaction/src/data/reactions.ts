import type { ReactionRecord, ReactionTarget, ReactionType } from '@townsquare/contracts';
import { afterPosition, type ExportRows, inPairRange, type Position } from '@townsquare/kit';
import type { MarkedRow } from '@townsquare/projections';
import type { EntityManager } from 'typeorm';
import type { TargetType } from '../domain/target.js';

/** The reaction of one account to a target. */
export interface Reaction {
  id: string;
  userId: string;
  type: ReactionType;
  createdAt: Date;
}

/** A reaction among the reactions of its account. */
export interface OwnReaction extends Omit<Reaction, 'userId'> {
  target: ReactionTarget;
}

interface Row {
  id: string;
  user_id: string;
  post_id: string | null;
  comment_id: string | null;
  reaction_type: ReactionType;
  created_at: Date;
}

/** The column that holds the id of a target of this type. */
export function column(type: TargetType): 'post_id' | 'comment_id' {
  return type === 'post' ? 'post_id' : 'comment_id';
}

/** The reaction of an account to a target, as a change of it finds it. */
export interface CountedReaction extends Pick<Reaction, 'id' | 'type' | 'createdAt'> {
  /** The account is hidden, so the reaction is in no total. */
  hidden: boolean;
}

/** The reaction of an account to a target; undefined when there is none. */
export async function findReaction(
  manager: EntityManager,
  { type, id }: ReactionTarget,
  userId: string,
): Promise<CountedReaction | undefined> {
  const [row]: (Row & { hidden: number })[] = await manager.query(
    `SELECT id, reaction_type, created_at, hidden FROM reactions WHERE ${column(type)} = ? AND user_id = ?`,
    [id, userId],
  );
  return row && { id: row.id, type: row.reaction_type, createdAt: row.created_at, hidden: row.hidden === 1 };
}

/** Whose a reaction is, and what it is to; undefined when there is none with this id. */
export async function findReactionById(
  manager: EntityManager,
  id: string,
): Promise<{ userId: string; target: ReactionTarget } | undefined> {
  const [row]: Row[] = await manager.query('SELECT user_id, post_id, comment_id FROM reactions WHERE id = ?', [id]);
  return row && { userId: row.user_id, target: targetOf(row) };
}

/** The marks of reactions in the order of their ids, without those of deleted accounts and to deleted targets. */
export function hiddenMarks(
  manager: EntityManager,
  range: [after: string, through: string, limit: number],
): Promise<MarkedRow[]> {
  return manager.query(
    `SELECT r.id, r.hidden, a.status
     FROM reactions r JOIN known_people a ON a.user_id = r.user_id
       JOIN reaction_totals t ON t.target_type = IF(r.post_id IS NULL, 'comment', 'post')
         AND t.target_id = COALESCE(r.post_id, r.comment_id)
     WHERE r.id > ? AND r.id <= ? AND t.closed = 0 AND a.deleted = 0 ORDER BY r.id LIMIT ?`,
    range,
  );
}

export async function insertReaction(
  manager: EntityManager,
  { type, id }: ReactionTarget,
  { userId, type: reaction, createdAt }: Omit<Reaction, 'id'>,
): Promise<void> {
  await manager.query(
    `INSERT INTO reactions (${column(type)}, user_id, reaction_type, created_at) VALUES (?, ?, ?, ?)`,
    [id, userId, reaction, createdAt],
  );
}

/** Changes a reaction of an account that is not hidden. */
export async function updateReaction(
  manager: EntityManager,
  { id, type, createdAt }: Omit<Reaction, 'userId'>,
): Promise<void> {
  await manager.query('UPDATE reactions SET reaction_type = ?, created_at = ?, hidden = 0 WHERE id = ?', [
    type,
    createdAt,
    id,
  ]);
}

export async function hideReaction(manager: EntityManager, id: string, hidden: boolean): Promise<void> {
  await manager.query('UPDATE reactions SET hidden = ? WHERE id = ?', [hidden ? 1 : 0, id]);
}

export async function deleteReaction(manager: EntityManager, id: string): Promise<void> {
  await manager.query('DELETE FROM reactions WHERE id = ?', [id]);
}

/** The reactions to a target, the latest first, after a position; with `only`, those of this kind. */
export async function readReactions(
  manager: EntityManager,
  { type, id }: ReactionTarget,
  only: ReactionType | undefined,
  before: Position | undefined,
  limit: number,
): Promise<Reaction[]> {
  const [after, position] = afterPosition(before, 'DESC');
  const rows: Row[] = await manager.query(
    `SELECT id, user_id, reaction_type, created_at FROM reactions
     WHERE ${column(type)} = ? AND ${only ? 'reaction_type = ?' : 'TRUE'} AND ${after}
     ORDER BY created_at DESC, id DESC LIMIT ?`,
    [id, ...(only ? [only] : []), ...position, limit],
  );
  return rows.map((row) => ({
    id: row.id,
    userId: row.user_id,
    type: row.reaction_type,
    createdAt: row.created_at,
  }));
}

/** The reactions of an account, the latest first, after a position. Ordered by id alone, which has an index. */
export async function listOwnReactions(
  manager: EntityManager,
  userId: string,
  after: Position | undefined,
  limit: number,
): Promise<OwnReaction[]> {
  const rows: Row[] = await manager.query(
    `SELECT id, user_id, post_id, comment_id, reaction_type, created_at FROM reactions
     WHERE user_id = ? ${after ? 'AND id < ?' : ''} ORDER BY id DESC LIMIT ?`,
    [userId, ...(after ? [after.id] : []), limit],
  );
  return rows.map((row) => ({
    id: row.id,
    target: targetOf(row),
    type: row.reaction_type,
    createdAt: row.created_at,
  }));
}

/** Up to `limit` reactions of an account, the earliest first, after an id. */
export async function findSomeTargets(
  manager: EntityManager,
  userId: string,
  limit: number,
  after = '0',
): Promise<{ id: string; target: ReactionTarget }[]> {
  const rows: Row[] = await manager.query(
    'SELECT id, post_id, comment_id FROM reactions WHERE user_id = ? AND id > ? ORDER BY id LIMIT ?',
    [userId, after, limit],
  );
  return rows.map((row) => ({ id: row.id, target: targetOf(row) }));
}

/** Deletes up to `limit` reactions to a target that is deleted; returns how many it deleted. */
export async function deleteReactionsTo(
  manager: EntityManager,
  { type, id }: ReactionTarget,
  limit: number,
): Promise<number> {
  const { affectedRows } = await manager.query(`DELETE FROM reactions WHERE ${column(type)} = ? LIMIT ?`, [id, limit]);
  return affectedRows;
}

/** The reactions to posts, or to comments, that are not deleted, ordered by target, then by account. */
export async function reactionsInOrder(
  manager: EntityManager,
  type: TargetType,
  rows: ExportRows,
): Promise<ReactionRecord[]> {
  const target = `r.${column(type)}`;
  const [range, values] = inPairRange(rows, target, 'r.user_id');
  const found: ExportRow[] = await manager.query(
    `SELECT ${target} AS targetId, r.user_id AS userId, r.reaction_type AS reaction, r.created_at AS at,
       t.post_id AS postId, t.target_author_id AS targetAuthorId
     FROM reactions r JOIN reaction_totals t ON t.target_type = ? AND t.target_id = ${target} AND t.closed = 0
     WHERE ${range} ORDER BY ${target}, r.user_id LIMIT ?`,
    [type, ...values, rows.limit],
  );
  return found.map(({ targetId, at, ...reaction }) => ({
    ...reaction,
    target: { type, id: targetId },
    at: at.toISOString(),
  }));
}

interface ExportRow extends Omit<ReactionRecord, 'target' | 'at'> {
  targetId: string;
  at: Date;
}

/** The row has exactly one of the two ids: a CHECK of the table sees to it. */
function targetOf({ post_id: postId, comment_id: commentId }: Pick<Row, 'post_id' | 'comment_id'>): ReactionTarget {
  return postId === null ? { type: 'comment', id: commentId! } : { type: 'post', id: postId };
}
