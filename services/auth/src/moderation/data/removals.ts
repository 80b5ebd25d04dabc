import type { ReportableType } from '@townsquare/contracts';
import type { Position } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { beyond } from './beyond.js';

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
export function listRemovals(
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
