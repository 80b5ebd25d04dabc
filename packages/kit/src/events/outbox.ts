import type { CloudEventEnvelope, EventDefinition } from '@townsquare/contracts';
import type { DataSource, EntityManager } from 'typeorm';
import { ulid } from 'ulid';

/** A row of the outbox that this relay has claimed. */
export interface OutboxRow {
  seq: string;
  id: string;
  topic: string;
  aggregatetype: string;
  aggregateid: string;
  payload: string;
}

/** Writes events into the outbox, in one statement; part of the caller's transaction. */
export async function insertEvents(
  manager: EntityManager,
  events: CloudEventEnvelope[],
  definitions: EventDefinition[],
): Promise<void> {
  if (events.length === 0) return;
  const values = events.flatMap((event, index) => [
    event.id,
    event.type,
    definitions[index]!.aggregate,
    event.subject,
    event.type,
    event.aggregateversion,
    JSON.stringify(event),
  ]);
  const rows = events.map(() => '(?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3))').join(', ');
  await manager.query(
    `INSERT INTO outbox (id, topic, aggregatetype, aggregateid, type, version, payload, created_at) VALUES ${rows}`,
    values,
  );
}

/**
 * Claims the oldest rows that nobody holds, for `leaseSeconds`, and answers them in the order they were written. At READ
 * COMMITTED, so that it neither waits for rows that are being written nor holds up those who write.
 */
export function claimRows(source: DataSource, limit: number, leaseSeconds: number): Promise<OutboxRow[]> {
  const claim = ulid();
  return source.transaction('READ COMMITTED', async (manager) => {
    await manager.query(
      `UPDATE outbox SET claimed_by = ?, claimed_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
       WHERE claimed_until IS NULL OR claimed_until < UTC_TIMESTAMP(3) ORDER BY seq LIMIT ?`,
      [claim, leaseSeconds, limit],
    );
    return manager.query(
      'SELECT seq, id, topic, aggregatetype, aggregateid, payload FROM outbox WHERE claimed_by = ? ORDER BY seq',
      [claim],
    );
  });
}

/** Forgets rows that the broker has. */
export async function deleteRows(manager: EntityManager, rows: OutboxRow[]): Promise<void> {
  if (rows.length === 0) return;
  await manager.query('DELETE FROM outbox WHERE seq IN (?)', [rows.map((row) => row.seq)]);
}

/** Gives rows back that could not be published, to be claimed again after `delaySeconds`. */
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
