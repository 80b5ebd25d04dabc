import type { PostReactions, ReactionTarget, ReactionTotals, ReactionType } from '@townsquare/contracts';
import {
  countedReactions,
  type ReactionColumns,
  reactionColumns,
  SET_REACTIONS,
  toReactionTotals,
  valuesOfReactions,
} from '@townsquare/projections';
import type { EntityManager } from 'typeorm';
import type { Target, TargetType } from '../domain/target.js';
import { column } from './reactions.js';

/** The totals of a target. Each change of its reactions locks them first. */
export interface TargetTotals {
  target: Target;
  totals: ReactionTotals;
  /** Grows with each change. */
  version: number;
  /** The target is deleted: no one can react to it. */
  closed: boolean;
}

interface Row extends ReactionColumns {
  post_id: string;
  target_author_id: string;
  version: string;
  closed: number;
}

const COLUMNS = `post_id, target_author_id, ${reactionColumns()}, version, closed`;

/** Locks a target's totals until the transaction ends; returns undefined if it never had a reaction. */
export async function lockTotals(manager: EntityManager, target: ReactionTarget): Promise<TargetTotals | undefined> {
  const [row]: Row[] = await manager.query(
    `SELECT ${COLUMNS} FROM reaction_totals WHERE target_type = ? AND target_id = ? FOR UPDATE`,
    [target.type, target.id],
  );
  return (
    row && {
      target: { type: target.type, id: target.id, postId: row.post_id, authorId: row.target_author_id },
      totals: toReactionTotals(row),
      version: Number(row.version),
      closed: row.closed === 1,
    }
  );
}

/** Locks a target's totals; creates them when there are none. */
export async function openTotals(manager: EntityManager, target: Target): Promise<TargetTotals> {
  const known = await lockTotals(manager, target);
  if (known) return known;
  await upsert(manager, target, false);
  return (await lockTotals(manager, target))!;
}

export async function saveTotals(manager: EntityManager, { target, totals, version }: TargetTotals): Promise<void> {
  await manager.query(
    `UPDATE reaction_totals SET ${SET_REACTIONS}, version = ? WHERE target_type = ? AND target_id = ?`,
    [...valuesOfReactions(totals), version, target.type, target.id],
  );
}

/** Marks a target as deleted. The mark stays, so that a reaction being written finds it. */
export async function closeTotals(manager: EntityManager, target: Target): Promise<void> {
  await upsert(manager, target, true);
}

/** A target's totals, and the reader's own reaction. */
export interface ReadTotals {
  totals: ReactionTotals;
  mine: ReactionType | null;
}

/** The totals of targets of one type by id, with the reader's own reactions. A target that never had a reaction has none. */
export async function readTotals(
  manager: EntityManager,
  type: TargetType,
  ids: string[],
  readerId: string | null,
): Promise<Map<string, ReadTotals>> {
  if (ids.length === 0) return new Map();
  const rows: (ReactionColumns & { target_id: string; mine: ReactionType | null })[] = await manager.query(
    `SELECT t.target_id, ${reactionColumns('t')}, r.reaction_type AS mine
     FROM reaction_totals t LEFT JOIN reactions r ON r.${column(type)} = t.target_id AND r.user_id = ?
     WHERE t.target_type = ? AND t.target_id IN (?)`,
    [readerId, type, ids],
  );
  return new Map(rows.map((row) => [row.target_id, { totals: toReactionTotals(row), mine: row.mine }]));
}

async function upsert(manager: EntityManager, target: Target, closed: boolean): Promise<void> {
  await manager.query(
    `INSERT INTO reaction_totals (target_type, target_id, post_id, target_author_id, closed) VALUES (?, ?, ?, ?, ?)
     ON DUPLICATE KEY UPDATE closed = GREATEST(closed, VALUES(closed))`,
    [target.type, target.id, target.postId, target.authorId, closed ? 1 : 0],
  );
}

/** The reactions to each of these posts that are not hidden, counted from the rows, with the version of their totals. */
export async function countReactions(manager: EntityManager, postIds: string[]): Promise<PostReactions[]> {
  const rows: (ReactionColumns & { postId: string; version: string })[] = await manager.query(
    `SELECT t.target_id AS postId, t.version, ${countedReactions('r')}
     FROM reaction_totals t LEFT JOIN reactions r ON r.post_id = t.target_id AND r.hidden = 0
     WHERE t.target_type = 'post' AND t.target_id IN (?) AND t.closed = 0 GROUP BY t.target_id, t.version`,
    [postIds],
  );
  return rows.map((row) => ({ postId: row.postId, version: Number(row.version), totals: toReactionTotals(row) }));
}

/** Totals as a row keeps them, and as they are counted. */
export interface CheckedTotals {
  id: string;
  kept: ReactionTotals;
  counted: ReactionTotals;
}

/** The totals of targets that are not deleted, in the order of their ids: after and up to an id, at most `limit`. */
export async function totalsInOrder(
  manager: EntityManager,
  type: TargetType,
  range: [after: string, through: string, limit: number],
): Promise<CheckedTotals[]> {
  const kept = reactionColumns('t');
  const rows: { id: string }[] = await manager.query(
    `SELECT t.target_id AS id, ${kept}, ${countedReactions('r', 'counted_')}
     FROM reaction_totals t LEFT JOIN reactions r ON r.${column(type)} = t.target_id AND r.hidden = 0
     WHERE t.target_type = ? AND t.target_id > ? AND t.target_id <= ? AND t.closed = 0
     GROUP BY t.target_id, ${kept} ORDER BY t.target_id LIMIT ?`,
    [type, ...range],
  );
  return rows.map((row) => ({
    id: row.id,
    kept: toReactionTotals(row),
    counted: toReactionTotals(row, 'counted_'),
  }));
}
