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

/** What a relay has claimed: rows to publish now, and rows that wait for another relay to publish earlier ones. */
export interface Claim {
  ready: OutboxRow[];
  heldBack: OutboxRow[];
}

/**
 * The most that an event may take as JSON. Far more than any has, and below what every broker takes (Kafka: 1 MB): what
 * was committed must be possible to publish.
 */
const MAX_EVENT_CHARACTERS = 256 * 1024;

/** Writes events into the outbox, in one statement; part of the caller's transaction. Throws when one is too large. */
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
    serialize(event),
  ]);
  const rows = events.map(() => '(?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3))').join(', ');
  await manager.query(
    `INSERT INTO outbox (id, topic, aggregatetype, aggregateid, type, version, payload, created_at) VALUES ${rows}`,
    values,
  );
}

function serialize(event: CloudEventEnvelope): string {
  const json = JSON.stringify(event);
  if (json.length > MAX_EVENT_CHARACTERS) {
    throw new Error(`The event ${event.type} of ${event.subject} is too large to publish: ${json.length} characters.`);
  }
  return json;
}

/**
 * Claims the oldest rows that nobody holds, for `leaseSeconds`, and answers them in the order they were written. A row
 * is held back while an earlier one about the same thing is still there and not part of the claim: its events must not
 * overtake each other, whoever publishes them. At READ COMMITTED, so that it neither waits for rows that are being
 * written nor holds up those who write.
 */
export function claimRows(source: DataSource, limit: number, leaseSeconds: number): Promise<Claim> {
  const claim = ulid();
  return source.transaction('READ COMMITTED', async (manager) => {
    await manager.query(
      `UPDATE outbox SET claimed_by = ?, claimed_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
       WHERE claimed_until IS NULL OR claimed_until < UTC_TIMESTAMP(3) ORDER BY seq LIMIT ?`,
      [claim, leaseSeconds, limit],
    );
    const rows: (OutboxRow & { waits: string })[] = await manager.query(
      `SELECT seq, id, topic, aggregatetype, aggregateid, payload, EXISTS (
         SELECT 1 FROM outbox earlier
         WHERE earlier.aggregatetype = outbox.aggregatetype AND earlier.aggregateid = outbox.aggregateid
           AND earlier.seq < outbox.seq AND (earlier.claimed_by IS NULL OR earlier.claimed_by <> ?)
       ) AS waits
       FROM outbox WHERE claimed_by = ? ORDER BY seq`,
      [claim, claim],
    );
    const waits = (row: { waits: string }) => Number(row.waits) === 1;
    return { ready: rows.filter((row) => !waits(row)), heldBack: rows.filter(waits) };
  });
}

/** Forgets rows that the broker has. */
export async function deleteRows(manager: EntityManager, rows: OutboxRow[]): Promise<void> {
  if (rows.length === 0) return;
  await manager.query('DELETE FROM outbox WHERE seq IN (?)', [rows.map((row) => row.seq)]);
}

/**
 * Deletes rows older than `minutes`, the oldest first, and answers how many. It looks no further than at the first `limit`
 * rows, without locking them: those who write are not held up.
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
