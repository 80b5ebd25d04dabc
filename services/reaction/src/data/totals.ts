import type { ReactionTarget, ReactionTotals, ReactionType } from '@townsquare/contracts';
import type { EntityManager } from 'typeorm';
import type { Target } from '../domain/target.js';
import { column } from './reactions.js';

/** A target's totals, as they are kept. Whoever changes its reactions has locked them first. */
export interface TargetTotals {
  target: Target;
  totals: ReactionTotals;
  /** Grows with each change. */
  version: number;
  /** The target is gone: nobody can react to it any more. */
  closed: boolean;
}

interface Row extends Record<`${ReactionType}_count`, number> {
  post_id: string;
  target_author_id: string;
  version: string;
  closed: number;
}

const COLUMNS =
  'post_id, target_author_id, like_count, love_count, haha_count, sad_count, angry_count, version, closed';

/** Locks a target's totals until the transaction ends; undefined when nobody ever reacted to it. */
export async function lockTotals(manager: EntityManager, target: ReactionTarget): Promise<TargetTotals | undefined> {
  const [row]: Row[] = await manager.query(
    `SELECT ${COLUMNS} FROM reaction_totals WHERE target_type = ? AND target_id = ? FOR UPDATE`,
    [target.type, target.id],
  );
  return (
    row && {
      target: { type: target.type, id: target.id, postId: row.post_id, authorId: row.target_author_id },
      totals: toTotals(row),
      version: Number(row.version),
      closed: row.closed === 1,
    }
  );
}

/** Locks a target's totals, which are begun where there were none. */
export async function openTotals(manager: EntityManager, target: Target): Promise<TargetTotals> {
  const known = await lockTotals(manager, target);
  if (known) return known;
  await upsert(manager, target, false);
  return (await lockTotals(manager, target))!;
}

export async function saveTotals(manager: EntityManager, { target, totals, version }: TargetTotals): Promise<void> {
  await manager.query(
    `UPDATE reaction_totals SET like_count = ?, love_count = ?, haha_count = ?, sad_count = ?, angry_count = ?, version = ?
     WHERE target_type = ? AND target_id = ?`,
    [totals.like, totals.love, totals.haha, totals.sad, totals.angry, version, target.type, target.id],
  );
}

/** Marks a target that is gone. The mark stays, so that a reaction which is under way finds it. */
export async function closeTotals(manager: EntityManager, target: Target): Promise<void> {
  await upsert(manager, target, true);
}

/** A target's totals, and what the reader has reacted with; undefined when nobody ever reacted. */
export async function readTotals(
  manager: EntityManager,
  { type, id }: ReactionTarget,
  readerId: string | null,
): Promise<{ totals: ReactionTotals; mine: ReactionType | null } | undefined> {
  const [row]: (Row & { mine: ReactionType | null })[] = await manager.query(
    `SELECT ${COLUMNS}, (SELECT reaction_type FROM reactions WHERE ${column(type)} = ? AND user_id = ?) AS mine
     FROM reaction_totals WHERE target_type = ? AND target_id = ?`,
    [id, readerId, type, id],
  );
  return row && { totals: toTotals(row), mine: row.mine };
}

async function upsert(manager: EntityManager, target: Target, closed: boolean): Promise<void> {
  await manager.query(
    `INSERT INTO reaction_totals (target_type, target_id, post_id, target_author_id, closed) VALUES (?, ?, ?, ?, ?)
     ON DUPLICATE KEY UPDATE closed = GREATEST(closed, VALUES(closed))`,
    [target.type, target.id, target.postId, target.authorId, closed ? 1 : 0],
  );
}

function toTotals(row: Row): ReactionTotals {
  return {
    like: row.like_count,
    love: row.love_count,
    haha: row.haha_count,
    sad: row.sad_count,
    angry: row.angry_count,
  };
}
