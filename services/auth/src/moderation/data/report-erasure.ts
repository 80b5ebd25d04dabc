import type { EntityManager } from 'typeorm';
import { KEEP_DAYS } from '../domain/report-rules.js';

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
