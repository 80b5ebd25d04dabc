import type { ReactionTarget, ReactionType } from '@townsquare/contracts';
import type { Position } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import type { TargetType } from '../domain/target.js';

/** One person's reaction to a target. */
export interface Reaction {
  id: string;
  userId: string;
  type: ReactionType;
  createdAt: Date;
}

/** A reaction, as who reacted thinks of it. */
export interface OwnReaction extends Omit<Reaction, 'userId'> {
  target: ReactionTarget;
}

interface Row {
  id: string;
  user_id: string;
  reaction_type: ReactionType;
  created_at: Date;
}

/** The column that holds the id of a target of this type. */
export function column(type: TargetType): 'post_id' | 'comment_id' {
  return type === 'post' ? 'post_id' : 'comment_id';
}

/** What a person has reacted with to a target, if they have. */
export async function findReaction(
  manager: EntityManager,
  { type, id }: ReactionTarget,
  userId: string,
): Promise<{ id: string; type: ReactionType } | undefined> {
  const [row]: Row[] = await manager.query(
    `SELECT id, reaction_type FROM reactions WHERE ${column(type)} = ? AND user_id = ?`,
    [id, userId],
  );
  return row && { id: row.id, type: row.reaction_type };
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

export async function updateReaction(
  manager: EntityManager,
  { id, type, createdAt }: Omit<Reaction, 'userId'>,
): Promise<void> {
  await manager.query('UPDATE reactions SET reaction_type = ?, created_at = ? WHERE id = ?', [type, createdAt, id]);
}

export async function deleteReaction(manager: EntityManager, id: string): Promise<void> {
  await manager.query('DELETE FROM reactions WHERE id = ?', [id]);
}

/** Who reacted to a target, the latest first; with `only`, those who reacted with that. */
export async function readReactions(
  manager: EntityManager,
  { type, id }: ReactionTarget,
  only: ReactionType | undefined,
  before: Position | undefined,
  limit: number,
): Promise<Reaction[]> {
  const conditions = [`${column(type)} = ?`];
  const values: unknown[] = [id];
  if (only) {
    conditions.push('reaction_type = ?');
    values.push(only);
  }
  if (before) {
    // The first condition lets the index find the start; the second says what of that moment was shown already.
    conditions.push('created_at <= ?', '(created_at < ? OR id < ?)');
    values.push(before.createdAt, before.createdAt, before.id);
  }
  const rows: Row[] = await manager.query(
    `SELECT id, user_id, reaction_type, created_at FROM reactions WHERE ${conditions.join(' AND ')}
     ORDER BY created_at DESC, id DESC LIMIT ?`,
    [...values, limit],
  );
  return rows.map((row) => ({
    id: row.id,
    userId: row.user_id,
    type: row.reaction_type,
    createdAt: row.created_at,
  }));
}

/** What a person reacted to, the latest first, after a position: in the order of the ids alone, which has an index. */
export async function listOwnReactions(
  manager: EntityManager,
  userId: string,
  after: Position | undefined,
  limit: number,
): Promise<OwnReaction[]> {
  const rows: (Row & { post_id: string | null; comment_id: string | null })[] = await manager.query(
    `SELECT id, user_id, post_id, comment_id, reaction_type, created_at FROM reactions
     WHERE user_id = ? ${after ? 'AND id < ?' : ''} ORDER BY id DESC LIMIT ?`,
    [userId, ...(after ? [after.id] : []), limit],
  );
  return rows.map((row) => ({
    id: row.id,
    target: row.post_id === null ? { type: 'comment', id: row.comment_id! } : { type: 'post', id: row.post_id },
    type: row.reaction_type,
    createdAt: row.created_at,
  }));
}
