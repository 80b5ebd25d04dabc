import { createHash } from 'node:crypto';
import type { Request } from 'express';
import type { EntityManager } from 'typeorm';
import { type Database, isDuplicate, type Transaction } from '../database/database.js';
import { AppError, invalidField } from '../errors.js';

/** A request that may be repeated: its caller, its key, and a digest of its content. */
export interface RepeatableRequest {
  /** The caller's user id, or '0' where no user is signed in. */
  ownerId: string;
  key: string;
  fingerprint: Buffer;
}

/** The request's `Idempotency-Key`, if it has one. */
export function repeatableRequest(request: Request, ownerId: string, body: unknown): RepeatableRequest | undefined {
  const key = request.get('idempotency-key');
  if (key === undefined) return undefined;
  if (!/^[\x21-\x7e]{1,64}$/.test(key))
    throw invalidField('Idempotency-Key', 'must be 1 to 64 visible ASCII characters');
  // A fast digest of a password must not be kept for a day.
  const withoutPassword = JSON.stringify(body ?? null, (name, value) => (name === 'password' ? undefined : value));
  const text = `${request.method} ${request.originalUrl} ${withoutPassword}`;
  return { ownerId, key, fingerprint: createHash('sha256').update(text).digest() };
}

/**
 * Runs `work` in a transaction once for the request's key. The key and the result are stored in the same transaction, so
 * a repeated request finds both or neither; it waits while the first is running.
 */
export async function runOnce<T>(
  database: Database,
  request: RepeatableRequest | undefined,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  if (!request) return database.transaction(work);
  return database.transaction(async (tx) => {
    if (!(await claimKey(tx.manager, request))) return storedAnswer<T>(tx.manager, request);
    const answer = await work(tx);
    await tx.manager.query('UPDATE idempotency_keys SET answer = ? WHERE owner_id = ? AND idempotency_key = ?', [
      JSON.stringify(answer ?? null),
      request.ownerId,
      request.key,
    ]);
    return answer;
  });
}

async function claimKey(manager: EntityManager, { ownerId, key, fingerprint }: RepeatableRequest): Promise<boolean> {
  try {
    await manager.query(
      `INSERT INTO idempotency_keys (owner_id, idempotency_key, fingerprint, created_at)
       VALUES (?, ?, ?, UTC_TIMESTAMP(3))`,
      [ownerId, key, fingerprint],
    );
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

async function storedAnswer<T>(manager: EntityManager, { ownerId, key, fingerprint }: RepeatableRequest): Promise<T> {
  const [row] = await manager.query(
    'SELECT fingerprint, answer FROM idempotency_keys WHERE owner_id = ? AND idempotency_key = ?',
    [ownerId, key],
  );
  if (!row.fingerprint.equals(fingerprint)) throw new AppError('idempotency_key_reused');
  return JSON.parse(row.answer) as T;
}
