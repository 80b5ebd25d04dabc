import type { Position } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { beyond } from './beyond.js';

export const AUDITED_ACTIONS = [
  'role.granted',
  'role.revoked',
  'account.suspended',
  'account.banned',
  'sanction.lifted',
  'case.claimed',
  'case.released',
  'case.viewed',
  'case.dismissed',
  'case.upheld',
  'content.removed',
  'appeal.dismissed',
  'appeal.upheld',
  'secondFactor.removed',
  'keys.rotated',
  'keys.replaced',
] as const;

/** Something that only somebody with a role may do. It is written down in the transaction that does it. */
export interface AuditedAction {
  /** Null: an operator, by a command. */
  actorId: string | null;
  action: (typeof AUDITED_ACTIONS)[number];
  /** Whose account it was done to. */
  subjectId: string | null;
  details: Record<string, unknown>;
}

export type AuditEntry = AuditedAction & Position;

export async function recordAction(manager: EntityManager, entry: AuditedAction): Promise<void> {
  await manager.query(
    `INSERT INTO audit_log (actor_id, action, subject_id, details, created_at)
     VALUES (?, ?, ?, ?, UTC_TIMESTAMP(3))`,
    [entry.actorId, entry.action, entry.subjectId, JSON.stringify(entry.details)],
  );
}

export interface AuditFilters {
  actorId?: string | undefined;
  subjectId?: string | undefined;
  action?: AuditedAction['action'] | undefined;
  since?: string | undefined;
  until?: string | undefined;
}

/** What was done, the newest first: all of it, or what the filters let through. */
export async function listActions(
  manager: EntityManager,
  { actorId, subjectId, action, since, until }: AuditFilters,
  after: Position | undefined,
  limit: number,
): Promise<AuditEntry[]> {
  const conditions = [beyond(after, '<')];
  if (actorId !== undefined) conditions.push(['actor_id = ?', [actorId]]);
  if (subjectId !== undefined) conditions.push(['subject_id = ?', [subjectId]]);
  if (action !== undefined) conditions.push(['action = ?', [action]]);
  if (since !== undefined) conditions.push(['created_at >= ?', [new Date(since)]]);
  if (until !== undefined) conditions.push(['created_at < ?', [new Date(until)]]);
  const where = conditions.map(([condition]) => condition).join(' AND ');
  const rows: (Omit<AuditEntry, 'details'> & { details: string })[] = await manager.query(
    `SELECT id, actor_id AS actorId, action, subject_id AS subjectId, details, created_at AS createdAt
     FROM audit_log WHERE ${where} ORDER BY created_at DESC, id DESC LIMIT ?`,
    [...conditions.flatMap(([, values]) => values), limit],
  );
  return rows.map((row) => ({ ...row, details: JSON.parse(row.details) }));
}
