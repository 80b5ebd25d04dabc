import { afterPosition, conflict, isDuplicate, type Position } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import type { AppealKind, AppealState } from '../domain/appeal-rules.js';
import { KEEP_DAYS } from '../domain/report-rules.js';

/** An account's objection to a decision about it. */
export interface Appeal extends Position {
  userId: string;
  kind: AppealKind;
  /** The case that ended with the removal, or the sanction. */
  subjectId: string;
  /** Who made the decision that the appeal is against. */
  judgedBy: string;
  text: string;
  state: AppealState;
  decidedBy: string | null;
  decidedAt: Date | null;
  decisionReason: string | null;
}

export type NewAppeal = Pick<Appeal, 'userId' | 'kind' | 'subjectId' | 'judgedBy' | 'text'>;

const COLUMNS = `id, user_id AS userId, kind, subject_id AS subjectId, judged_by AS judgedBy, text, state,
  created_at AS createdAt, decided_by AS decidedBy, decided_at AS decidedAt, decision_reason AS decisionReason`;

/** Adds an appeal; throws `conflict` where there was one against the same decision. */
export async function insertAppeal(manager: EntityManager, appeal: NewAppeal): Promise<Appeal> {
  const { userId, kind, subjectId, judgedBy, text } = appeal;
  try {
    await manager.query(
      `INSERT INTO appeals (user_id, kind, subject_id, judged_by, text, created_at)
       VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3))`,
      [userId, kind, subjectId, judgedBy, text],
    );
  } catch (error) {
    throw isDuplicate(error) ? conflict('There is an appeal against this already.') : error;
  }
  return (await findAppealAgainst(manager, kind, subjectId))!;
}

export async function findAppeal(manager: EntityManager, id: string): Promise<Appeal | undefined> {
  const [row] = await manager.query(`SELECT ${COLUMNS} FROM appeals WHERE id = ?`, [id]);
  return row;
}

export async function findAppealAgainst(
  manager: EntityManager,
  kind: AppealKind,
  subjectId: string,
): Promise<Appeal | undefined> {
  const [row] = await manager.query(`SELECT ${COLUMNS} FROM appeals WHERE kind = ? AND subject_id = ?`, [
    kind,
    subjectId,
  ]);
  return row;
}

/** The appeals against these decisions. */
export function findAppealsAgainst(manager: EntityManager, kind: AppealKind, subjectIds: string[]): Promise<Appeal[]> {
  if (subjectIds.length === 0) return Promise.resolve([]);
  return manager.query(`SELECT ${COLUMNS} FROM appeals WHERE kind = ? AND subject_id IN (?)`, [kind, subjectIds]);
}

/** The appeals that an account made, the newest first, after a position. */
export function listOwnAppeals(
  manager: EntityManager,
  userId: string,
  after: Position | undefined,
  limit: number,
): Promise<Appeal[]> {
  const [position, values] = afterPosition(after, 'DESC');
  return manager.query(
    `SELECT ${COLUMNS} FROM appeals WHERE user_id = ? AND ${position} ORDER BY created_at DESC, id DESC LIMIT ?`,
    [userId, ...values, limit],
  );
}

/** Appeals, those that have waited longest first. */
export function findAppeals(
  manager: EntityManager,
  { state, kind }: { state: AppealState; kind?: AppealKind | undefined },
  after: Position | undefined,
  limit: number,
): Promise<Appeal[]> {
  const ofKind = kind ? 'AND kind = ?' : '';
  const [position, values] = afterPosition(after, 'ASC');
  return manager.query(
    `SELECT ${COLUMNS} FROM appeals WHERE state = ? ${ofKind} AND ${position} ORDER BY created_at, id LIMIT ?`,
    [state, ...(kind ? [kind] : []), ...values, limit],
  );
}

/** Decides an open appeal; false when it is decided already. */
export async function closeAppeal(
  manager: EntityManager,
  id: string,
  decision: { state: Exclude<AppealState, 'open'>; by: string; reason: string },
): Promise<boolean> {
  const { affectedRows } = await manager.query(
    `UPDATE appeals SET state = ?, decided_by = ?, decision_reason = ?, decided_at = UTC_TIMESTAMP(3),
       expires_at = UTC_TIMESTAMP(3) + INTERVAL ? DAY WHERE id = ? AND state = 'open'`,
    [decision.state, decision.by, decision.reason, KEEP_DAYS, id],
  );
  return affectedRows === 1;
}
