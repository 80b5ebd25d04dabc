import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { type Database, isDuplicate } from '../database/database.js';
import { afterPosition, type Position } from '../database/keyset.js';
import { claimByLease, type WorkTable } from '../database/lease.js';
import { MAX_EVENT_BYTES } from './parse-event.js';

/** An event that a service could not apply. */
export interface DeadLetter {
  id: string;
  /** Null where the message is not an event. */
  topic: string | null;
  eventId: string | null;
  reason: string;
  /** Of the message, in bytes. */
  size: string;
  /** How often it was delivered, and how often the service has tried it since. */
  deliveries: number;
  attempts: number;
  receivedAt: Date;
  /** When it is tried again; null for an invalid message. */
  retryAt: Date | null;
}

/** A dead letter that has not been kept yet. */
export type NewDeadLetter = Pick<DeadLetter, 'topic' | 'eventId' | 'reason'> & { retryInSeconds: number | null };

const COLUMNS = `id, topic, event_id AS eventId, reason, size, deliveries, attempts, received_at AS receivedAt,
  retry_at AS retryAt`;
const DUE: WorkTable = { name: 'dead_letters', until: 'retry_at', order: 'retry_at', columns: 'id' };
/** A larger message cannot be an event: its beginning is enough to identify it. */
const MAX_PAYLOAD_BYTES = MAX_EVENT_BYTES + 1;
const MAX_REASON_CHARACTERS = 1_000;

/** Stores a message; returns false when it is stored already, and counts the delivery. */
export async function insertDeadLetter(
  manager: EntityManager,
  message: Buffer,
  letter: NewDeadLetter,
): Promise<boolean> {
  const digest = createHash('sha256').update(message).digest();
  try {
    await manager.query(
      `INSERT INTO dead_letters (digest, topic, event_id, reason, payload, size, received_at, retry_at)
       VALUES (?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) + INTERVAL ? SECOND)`,
      [
        digest,
        letter.topic,
        letter.eventId,
        letter.reason.slice(0, MAX_REASON_CHARACTERS),
        message.subarray(0, MAX_PAYLOAD_BYTES),
        message.length,
        letter.retryInSeconds,
      ],
    );
    return true;
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    await manager.query('UPDATE dead_letters SET deliveries = deliveries + 1 WHERE digest = ?', [digest]);
    return false;
  }
}

/** A page of dead letters, the oldest first. */
export function listDeadLetters(
  manager: EntityManager,
  after: Position | undefined,
  limit: number,
): Promise<DeadLetter[]> {
  const [position, values] = afterPosition(after, 'ASC', { createdAt: 'received_at' });
  return manager.query(`SELECT ${COLUMNS} FROM dead_letters WHERE ${position} ORDER BY received_at, id LIMIT ?`, [
    ...values,
    limit,
  ]);
}

/** A dead letter with its message, or undefined. */
export async function findDeadLetter(
  manager: EntityManager,
  id: string,
): Promise<(DeadLetter & { payload: Buffer }) | undefined> {
  const [row] = await manager.query(`SELECT ${COLUMNS}, payload FROM dead_letters WHERE id = ?`, [id]);
  return row;
}

export async function countDeadLetters(manager: EntityManager): Promise<number> {
  const [row] = await manager.query('SELECT COUNT(*) AS letters FROM dead_letters');
  return Number(row.letters);
}

/** Claims the dead letter that has been due for longest, for `leaseSeconds`; returns its id, or undefined. */
export async function claimDueDeadLetter(database: Database, leaseSeconds: number): Promise<string | undefined> {
  const [due] = await claimByLease<{ id: string }>(database, DUE, 1, leaseSeconds);
  return due?.id;
}

/** Records a failed attempt, and when the next one is due: never, for null. */
export async function noteAttempt(
  manager: EntityManager,
  id: string,
  reason: string,
  retryInSeconds: number | null,
): Promise<void> {
  await manager.query(
    `UPDATE dead_letters SET attempts = attempts + 1, reason = ?, retry_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND,
       claimed_by = NULL
     WHERE id = ?`,
    [reason.slice(0, MAX_REASON_CHARACTERS), retryInSeconds, id],
  );
}

export async function deleteDeadLetter(manager: EntityManager, id: string): Promise<void> {
  await manager.query('DELETE FROM dead_letters WHERE id = ?', [id]);
}
