import type { Reportable, ReportableType } from '@townsquare/contracts';
import { afterPosition, isDuplicate, type Position } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import type { ReportTarget } from '../clients/reportables.js';
import { KEEP_DAYS, type ReportReason, type ReportState } from '../domain/report-rules.js';

/** A report as its reporter sees it, with its outcome. */
export interface Report extends Position {
  targetType: ReportableType;
  targetId: string;
  reason: ReportReason;
  note: string;
  state: ReportState;
  decidedAt: Date | null;
}

/** A report with what its reporter saw, for moderators. */
export interface ReportOnCase extends Position {
  reporterId: string;
  reason: ReportReason;
  note: string;
  content: string;
  imageUrl: string | null;
  isPrivate: boolean;
}

const OWN = `r.id, c.target_type AS targetType, c.target_id AS targetId, r.reason, r.note,
  IF(c.overturned_at IS NULL, c.state, 'overturned') AS state, r.created_at AS createdAt,
  COALESCE(c.overturned_at, c.decided_at) AS decidedAt`;
const SHOWN = 100;

/** The id of the target's open case, which the transaction then holds; made where there is none. */
export async function openCase(manager: EntityManager, target: ReportTarget, authorId: string): Promise<string> {
  const openTarget = `${target.type}:${target.id}`;
  await manager.query(
    `INSERT INTO moderation_cases (target_type, target_id, open_target, author_id, reports, created_at)
     VALUES (?, ?, ?, ?, 1, UTC_TIMESTAMP(3)) ON DUPLICATE KEY UPDATE reports = reports + 1`,
    [target.type, target.id, openTarget, authorId],
  );
  const [row] = await manager.query('SELECT id FROM moderation_cases WHERE open_target = ?', [openTarget]);
  return row.id;
}

/** Adds a report to a case; returns its id, or undefined if the reporter has already reported it. */
export async function insertReport(
  manager: EntityManager,
  caseId: string,
  report: { reporterId: string; reason: ReportReason; note: string },
  seen: Reportable,
): Promise<string | undefined> {
  try {
    const { insertId }: { insertId: number | string } = await manager.query(
      `INSERT INTO reports (case_id, reporter_id, reason, note, content, image_url, is_private, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3))`,
      [caseId, report.reporterId, report.reason, report.note, seen.text, seen.imageUrl, seen.isPrivate ? 1 : 0],
    );
    return String(insertId);
  } catch (error) {
    if (isDuplicate(error)) return undefined;
    throw error;
  }
}

/** How many reports an account made in the last day. */
export async function countRecentReports(manager: EntityManager, reporterId: string): Promise<number> {
  const [row] = await manager.query(
    'SELECT COUNT(*) AS made FROM reports WHERE reporter_id = ? AND created_at > UTC_TIMESTAMP(3) - INTERVAL 1 DAY',
    [reporterId],
  );
  return Number(row.made);
}

/** One of an account's reports. */
export async function findOwnReport(manager: EntityManager, userId: string, id: string): Promise<Report | undefined> {
  const [row] = await manager.query(
    `SELECT ${OWN} FROM reports r JOIN moderation_cases c ON c.id = r.case_id WHERE r.reporter_id = ? AND r.id = ?`,
    [userId, id],
  );
  return row;
}

/** An account's reports, the newest first. */
export function findOwnReports(
  manager: EntityManager,
  userId: string,
  after: Position | undefined,
  limit: number,
): Promise<Report[]> {
  const [position, values] = afterPosition(after, 'DESC', { createdAt: 'r.created_at', id: 'r.id' });
  return manager.query(
    `SELECT ${OWN} FROM reports r JOIN moderation_cases c ON c.id = r.case_id
     WHERE r.reporter_id = ? AND ${position} ORDER BY r.created_at DESC, r.id DESC LIMIT ?`,
    [userId, ...values, limit],
  );
}

/** The accounts that have reported what a case is about. */
export async function reportersOf(manager: EntityManager, caseId: string): Promise<string[]> {
  const rows: { reporterId: string }[] = await manager.query(
    'SELECT reporter_id AS reporterId FROM reports WHERE case_id = ?',
    [caseId],
  );
  return rows.map(({ reporterId }) => reporterId);
}

/** The reports of a case, the first one first. */
export async function listReportsOn(manager: EntityManager, caseId: string): Promise<ReportOnCase[]> {
  const rows: (Omit<ReportOnCase, 'isPrivate'> & { isPrivate: number })[] = await manager.query(
    `SELECT id, reporter_id AS reporterId, reason, note, content, image_url AS imageUrl, is_private AS isPrivate,
       created_at AS createdAt FROM reports WHERE case_id = ? ORDER BY created_at, id LIMIT ?`,
    [caseId, SHOWN],
  );
  return rows.map((row) => ({ ...row, isPrivate: row.isPrivate === 1 }));
}

/**
 * Forgets what reports say of a deleted account and by it: notes, what was reported, and its appeals. That there were
 * reports, and how they were decided, stays as long as that of others: their reporters look at it, and the audit log
 * points to it.
 */
export async function eraseReports(manager: EntityManager, userId: string): Promise<void> {
  await manager.query('DELETE FROM appeals WHERE user_id = ?', [userId]);
  await manager.query(`UPDATE reports SET note = '' WHERE reporter_id = ?`, [userId]);
  const cases: { id: string; state: string }[] = await manager.query(
    'SELECT id, state FROM moderation_cases WHERE author_id = ?',
    [userId],
  );
  if (cases.length === 0) return;
  const ids = cases.map(({ id }) => id);
  await manager.query(
    `UPDATE reports SET content = '', image_url = NULL, note = '',
       expires_at = COALESCE(expires_at, UTC_TIMESTAMP(3) + INTERVAL ? DAY) WHERE case_id IN (?)`,
    [KEEP_DAYS, ids],
  );
  // What is gone need not be decided any more.
  await manager.query(
    `UPDATE moderation_cases SET state = 'dismissed', open_target = NULL, decided_at = UTC_TIMESTAMP(3),
       decision_reason = 'The account was deleted.', expires_at = UTC_TIMESTAMP(3) + INTERVAL ? DAY
     WHERE state = 'open' AND id IN (?)`,
    [KEEP_DAYS, ids],
  );
}
