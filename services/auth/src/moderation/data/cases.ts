import type { RemovalRecord, ReportableType } from '@townsquare/contracts';
import type { ExportRows, Position } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { type CaseState, CLAIM_MINUTES, type Claim, KEEP_DAYS, type ReportReason } from '../domain/report-rules.js';
import { beyond, type Condition } from './beyond.js';

/** The reports about one thing, to be decided together. */
export interface Case extends Position, Claim {
  targetType: ReportableType;
  targetId: string;
  authorId: string;
  state: CaseState;
  reports: number;
  removed: boolean;
  decidedBy: string | null;
  decidedAt: Date | null;
  decisionReason: string | null;
  /** When an appeal against the decision was upheld. */
  overturnedAt: Date | null;
}

export interface CaseFilters {
  state: CaseState;
  targetType?: ReportableType | undefined;
  reason?: ReportReason | undefined;
  authorId?: string | undefined;
  claimedBy?: string | undefined;
  openedBefore?: string | undefined;
  /** Words that a note or the reported text has, just so. */
  q?: string | undefined;
}

type Row = Omit<Case, 'removed'> & { removed: number };

const COLUMNS = `c.id, c.target_type AS targetType, c.target_id AS targetId, c.author_id AS authorId, c.state, c.reports,
  c.created_at AS createdAt, c.claimed_by AS claimedBy, c.claimed_until AS claimedUntil, c.removed,
  c.decided_by AS decidedBy, c.decided_at AS decidedAt, c.decision_reason AS decisionReason,
  c.overturned_at AS overturnedAt`;

export async function findCase(manager: EntityManager, id: string): Promise<Case | undefined> {
  const [row] = await manager.query(`SELECT ${COLUMNS} FROM moderation_cases c WHERE c.id = ?`, [id]);
  return row && toCase(row);
}

/** The case, for this transaction to decide. */
export async function lockCase(manager: EntityManager, id: string): Promise<Case | undefined> {
  const [row] = await manager.query(`SELECT ${COLUMNS} FROM moderation_cases c WHERE c.id = ? FOR UPDATE`, [id]);
  return row && toCase(row);
}

/** Cases, those that have waited longest first. */
export async function findCases(
  manager: EntityManager,
  filters: CaseFilters,
  after: Position | undefined,
  limit: number,
): Promise<Case[]> {
  const conditions = [...conditionsOf(filters), beyond(after, '>', { createdAt: 'c.created_at', id: 'c.id' })];
  const rows: Row[] = await manager.query(
    `SELECT ${COLUMNS} FROM moderation_cases c WHERE ${conditions.map(([sql]) => sql).join(' AND ')}
     ORDER BY c.created_at, c.id LIMIT ?`,
    [...conditions.flatMap(([, values]) => values), limit],
  );
  return rows.map(toCase);
}

function conditionsOf(filters: CaseFilters): Condition[] {
  const conditions: Condition[] = [['c.state = ?', [filters.state]]];
  if (filters.targetType) conditions.push(['c.target_type = ?', [filters.targetType]]);
  if (filters.authorId) conditions.push(['c.author_id = ?', [filters.authorId]]);
  if (filters.claimedBy)
    conditions.push(['c.claimed_by = ? AND c.claimed_until > UTC_TIMESTAMP(3)', [filters.claimedBy]]);
  if (filters.openedBefore) conditions.push(['c.created_at < ?', [new Date(filters.openedBefore)]]);
  if (filters.reason) conditions.push([anyReport('r.reason = ?'), [filters.reason]]);
  if (filters.q) {
    const pattern = `%${filters.q.replace(/[\\%_]/g, '\\$&')}%`;
    conditions.push([anyReport('(r.note LIKE ? OR r.content LIKE ?)'), [pattern, pattern]]);
  }
  return conditions;
}

function anyReport(condition: string): string {
  return `EXISTS (SELECT 1 FROM reports r WHERE r.case_id = c.id AND ${condition})`;
}

/** Leaves an open case to a moderator for a while; false when it is decided, or another one works on it. */
export async function insertClaim(manager: EntityManager, id: string, moderatorId: string): Promise<boolean> {
  const { affectedRows } = await manager.query(
    `UPDATE moderation_cases SET claimed_by = ?, claimed_until = UTC_TIMESTAMP(3) + INTERVAL ? MINUTE
     WHERE id = ? AND state = 'open' AND (claimed_by IS NULL OR claimed_by = ? OR claimed_until <= UTC_TIMESTAMP(3))`,
    [moderatorId, CLAIM_MINUTES, id, moderatorId],
  );
  return affectedRows === 1;
}

/** Gives a case back; false when it was not the moderator's. */
export async function deleteClaim(manager: EntityManager, id: string, moderatorId: string): Promise<boolean> {
  const { affectedRows } = await manager.query(
    `UPDATE moderation_cases SET claimed_by = NULL, claimed_until = NULL
     WHERE id = ? AND claimed_by = ? AND state = 'open'`,
    [id, moderatorId],
  );
  return affectedRows === 1;
}

/** Closes an open case, which the transaction has locked. From now on its reports are kept for a bounded time. */
export async function closeCase(
  manager: EntityManager,
  id: string,
  decision: { state: Exclude<CaseState, 'open'>; removed: boolean; by: string; reason: string },
): Promise<void> {
  await manager.query(
    `UPDATE moderation_cases SET state = ?, removed = ?, decided_by = ?, decision_reason = ?, open_target = NULL,
       claimed_by = NULL, claimed_until = NULL, decided_at = UTC_TIMESTAMP(3),
       expires_at = UTC_TIMESTAMP(3) + INTERVAL ? DAY WHERE id = ?`,
    [decision.state, decision.removed ? 1 : 0, decision.by, decision.reason, KEEP_DAYS, id],
  );
  await manager.query('UPDATE reports SET expires_at = UTC_TIMESTAMP(3) + INTERVAL ? DAY WHERE case_id = ?', [
    KEEP_DAYS,
    id,
  ]);
}

/** Notes that an appeal against what a case ended with was upheld. */
export async function overturnCase(manager: EntityManager, id: string): Promise<void> {
  await manager.query('UPDATE moderation_cases SET overturned_at = UTC_TIMESTAMP(3) WHERE id = ?', [id]);
}

function toCase(row: Row): Case {
  return { ...row, removed: row.removed === 1 };
}

/** Something of somebody's that moderators have removed. */
export interface Removal extends Position {
  targetType: ReportableType;
  targetId: string;
  /** What it said when it was reported last. */
  content: string;
  reason: string;
  /** When it was removed. */
  createdAt: Date;
}

const SELECT = `SELECT c.id, c.target_type AS targetType, c.target_id AS targetId, c.decision_reason AS reason,
  c.decided_at AS createdAt,
  (SELECT r.content FROM reports r WHERE r.case_id = c.id ORDER BY r.created_at DESC, r.id DESC LIMIT 1) AS content
  FROM moderation_cases c WHERE c.author_id = ? AND c.removed = 1`;

export async function findRemoval(manager: EntityManager, userId: string, id: string): Promise<Removal | undefined> {
  const [row] = await manager.query(`${SELECT} AND c.id = ?`, [userId, id]);
  return row;
}

/** What of somebody's was removed, the last first. */
export function findRemovals(
  manager: EntityManager,
  userId: string,
  after: Position | undefined,
  limit: number,
): Promise<Removal[]> {
  const [position, values] = beyond(after, '<', { createdAt: 'c.decided_at', id: 'c.id' });
  return manager.query(`${SELECT} AND ${position} ORDER BY c.decided_at DESC, c.id DESC LIMIT ?`, [
    userId,
    ...values,
    limit,
  ]);
}

/** Removals in the order of their cases. */
export async function removalsInOrder(
  manager: EntityManager,
  { after, through, limit }: ExportRows,
): Promise<RemovalRecord[]> {
  const rows: { caseId: string; type: 'post' | 'comment'; id: string; authorId: string; at: Date }[] =
    await manager.query(
      `SELECT id AS caseId, target_type AS type, target_id AS id, author_id AS authorId, decided_at AS at
       FROM moderation_cases WHERE id > ? AND id <= ? AND removed = 1 ORDER BY id LIMIT ?`,
      [after, through, limit],
    );
  return rows.map(({ caseId, type, id, authorId, at }) => ({
    caseId,
    target: { type, id },
    authorId,
    at: at.toISOString(),
  }));
}
