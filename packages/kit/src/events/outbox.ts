import type { EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';
import { claimByLease, type WorkTable } from '../database/lease.js';

/** A claimed row of the outbox. */
export interface OutboxRow {
  seq: string;
  id: string;
  topic: string;
  aggregatetype: string;
  aggregateid: string;
  payload: string;
}

/** What a relay has claimed: rows to publish now, and rows that wait for another relay to publish earlier ones. */
export interface Claim {
  ready: OutboxRow[];
  heldBack: OutboxRow[];
}

/** Whether an earlier row about the same thing is still there and not part of the claim. */
const WAITS = `EXISTS (
  SELECT 1 FROM outbox earlier
  WHERE earlier.aggregatetype = outbox.aggregatetype AND earlier.aggregateid = outbox.aggregateid
    AND earlier.seq < outbox.seq AND (earlier.claimed_by IS NULL OR earlier.claimed_by <> outbox.claimed_by)
)`;

const OUTBOX: WorkTable = {
  name: 'outbox',
  until: 'claimed_until',
  isFreeWithout: true,
  order: 'seq',
  columns: `seq, id, topic, aggregatetype, aggregateid, payload, ${WAITS} AS waits`,
};

/**
 * Claims the oldest free rows for `leaseSeconds`, in the order they were written. A row is held back while an earlier one
 * about the same thing is not published: events about one thing keep their order, whichever instance publishes them.
 */
export async function claimRows(database: Database, limit: number, leaseSeconds: number): Promise<Claim> {
  const rows = await claimByLease<OutboxRow & { waits: string }>(database, OUTBOX, limit, leaseSeconds);
  const waits = (row: { waits: string }) => Number(row.waits) === 1;
  return { ready: rows.filter((row) => !waits(row)), heldBack: rows.filter(waits) };
}

/** Deletes rows whose events the broker has. */
export async function deleteRows(manager: EntityManager, rows: OutboxRow[]): Promise<void> {
  if (rows.length === 0) return;
  await manager.query('DELETE FROM outbox WHERE seq IN (?)', [rows.map((row) => row.seq)]);
}

/**
 * Deletes rows older than `minutes`, the oldest first, and returns how many. It looks at the first `limit` rows only,
 * without locking them, so that it does not block inserts.
 */
export async function deleteOldRows(manager: EntityManager, minutes: number, limit: number): Promise<number> {
  const rows: { seq: string; old: number }[] = await manager.query(
    'SELECT seq, created_at < UTC_TIMESTAMP(3) - INTERVAL ? MINUTE AS old FROM outbox ORDER BY seq LIMIT ?',
    [minutes, limit],
  );
  const old = rows.filter((row) => Number(row.old) === 1);
  if (old.length === 0) return 0;
  await manager.query('DELETE FROM outbox WHERE seq IN (?)', [old.map((row) => row.seq)]);
  return old.length;
}

/** Releases rows that could not be published, to be claimed again after `delaySeconds`. */
export async function releaseRows(manager: EntityManager, rows: OutboxRow[], delaySeconds: number): Promise<void> {
  if (rows.length === 0) return;
  await manager.query(
    'UPDATE outbox SET claimed_by = NULL, claimed_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND WHERE seq IN (?)',
    [delaySeconds, rows.map((row) => row.seq)],
  );
}

/** How much waits in the outbox: rows, and the age of the oldest in seconds. */
export async function outboxBacklog(manager: EntityManager): Promise<{ rows: number; seconds: number }> {
  const [row] = await manager.query(
    `SELECT COUNT(*) AS backlog, COALESCE(TIMESTAMPDIFF(MICROSECOND, MIN(created_at), UTC_TIMESTAMP(3)), 0) AS age FROM outbox`,
  );
  return { rows: Number(row.backlog), seconds: Number(row.age) / 1e6 };
}
