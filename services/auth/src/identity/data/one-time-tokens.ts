import { randomBytes } from 'node:crypto';
import { AppError } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { BOUND_TO, type Purpose, TOKEN_SECONDS } from '../../mail/domain/mails.js';
import { tokenHash } from './sessions.js';

/** A token that was sent by mail. */
export interface OneTimeToken {
  purpose: Purpose;
  userId: string;
  /** The address that it was sent to. */
  email: string;
}

/** Makes a token that is bound to the account's present credentials and returns it; only its digest is stored. */
export async function insertToken(manager: EntityManager, { purpose, userId, email }: OneTimeToken): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await manager.query(
    `INSERT INTO one_time_tokens (token_hash, purpose, user_id, email, created_at, expires_at, credential_version)
     SELECT ?, ?, id, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) + INTERVAL ? SECOND, credential_version
     FROM users WHERE id = ?`,
    [tokenHash(token), purpose, email, TOKEN_SECONDS[purpose], userId],
  );
  return token;
}

/** Counts the unused tokens for a purpose that an account was sent in the last hour. */
export async function countRecentTokens(manager: EntityManager, purpose: Purpose, userId: string): Promise<number> {
  const [row] = await manager.query(
    `SELECT COUNT(*) AS sent FROM one_time_tokens
     WHERE user_id = ? AND purpose = ? AND created_at > UTC_TIMESTAMP(3) - INTERVAL 1 HOUR`,
    [userId, purpose],
  );
  return Number(row.sent);
}

/**
 * Returns the token if it is for one of these purposes; throws `invalid_token` when it is unknown, used or expired, or what it
 * is bound to has changed.
 */
export async function readToken(manager: EntityManager, purposes: Purpose[], token: string): Promise<OneTimeToken> {
  const [row] = await manager.query(
    `SELECT t.purpose, t.user_id AS userId, t.email, t.email = u.email AS isAddress,
       t.credential_version = u.credential_version AS isCurrent
     FROM one_time_tokens t JOIN users u ON u.id = t.user_id
     WHERE t.token_hash = ? AND t.purpose IN (?) AND t.expires_at > UTC_TIMESTAMP(3)`,
    [tokenHash(token), purposes],
  );
  if (!row) throw new AppError('invalid_token');
  const { isAddress, isCurrent, ...found } = row as OneTimeToken & { isAddress: number; isCurrent: number };
  if (!(BOUND_TO[found.purpose] === 'address' ? isAddress : isCurrent)) throw new AppError('invalid_token');
  return found;
}

/**
 * Uses up a token and all others of the account for the same purpose; throws like `readToken`. Locks the account until the
 * transaction ends, so that what the token is bound to cannot change meanwhile.
 */
export async function takeToken(manager: EntityManager, purposes: Purpose[], token: string): Promise<OneTimeToken> {
  const { userId } = await readToken(manager, purposes, token);
  await manager.query('SELECT id FROM users WHERE id = ? FOR UPDATE', [userId]);
  const taken = await readToken(manager, purposes, token);
  // Of two concurrent uses, only one deletes it.
  const { affectedRows } = await manager.query('DELETE FROM one_time_tokens WHERE token_hash = ?', [tokenHash(token)]);
  if (affectedRows !== 1) throw new AppError('invalid_token');
  await deleteTokens(manager, taken.userId, taken.purpose);
  return taken;
}

/** Deletes the tokens of an account: those for a purpose, or all. */
export async function deleteTokens(manager: EntityManager, userId: string, purpose?: Purpose): Promise<void> {
  const [condition, values] = purpose === undefined ? ['', []] : ['AND purpose = ?', [purpose]];
  await manager.query(`DELETE FROM one_time_tokens WHERE user_id = ? ${condition}`, [userId, ...values]);
}
