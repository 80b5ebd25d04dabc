import { randomBytes } from 'node:crypto';
import { AppError } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { type Purpose, TOKEN_SECONDS } from '../domain/mail-kinds.js';
import { tokenHash } from './sessions.js';

/** What a token that was sent by mail stands for. */
export interface OneTimeToken {
  purpose: Purpose;
  userId: string;
  /** The address that it was sent to. */
  email: string;
}

/** Makes a token and answers it; only its digest is kept. */
export async function insertToken(manager: EntityManager, { purpose, userId, email }: OneTimeToken): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await manager.query(
    `INSERT INTO one_time_tokens (token_hash, purpose, user_id, email, created_at, expires_at)
     VALUES (?, ?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) + INTERVAL ? SECOND)`,
    [tokenHash(token), purpose, userId, email, TOKEN_SECONDS[purpose]],
  );
  return token;
}

/** How many tokens for a purpose an account was sent in the last hour, of those that were not used. */
export async function countRecentTokens(manager: EntityManager, purpose: Purpose, userId: string): Promise<number> {
  const [row] = await manager.query(
    `SELECT COUNT(*) AS sent FROM one_time_tokens
     WHERE user_id = ? AND purpose = ? AND created_at > UTC_TIMESTAMP(3) - INTERVAL 1 HOUR`,
    [userId, purpose],
  );
  return Number(row.sent);
}

/** What a token for one of these purposes stands for; throws `invalid_token` when it is none, was used, or has expired. */
export async function readToken(manager: EntityManager, purposes: Purpose[], token: string): Promise<OneTimeToken> {
  const [row] = await manager.query(
    `SELECT purpose, user_id AS userId, email FROM one_time_tokens
     WHERE token_hash = ? AND purpose IN (?) AND expires_at > UTC_TIMESTAMP(3)`,
    [tokenHash(token), purposes],
  );
  if (!row) throw new AppError('invalid_token');
  return row;
}

/** Uses a token up, with all others that the account was sent for the purpose; throws as `readToken` does. */
export async function takeToken(manager: EntityManager, purposes: Purpose[], token: string): Promise<OneTimeToken> {
  const taken = await readToken(manager, purposes, token);
  // Of two that use it at the same moment, one deletes it.
  const { affectedRows } = await manager.query('DELETE FROM one_time_tokens WHERE token_hash = ?', [tokenHash(token)]);
  if (affectedRows !== 1) throw new AppError('invalid_token');
  await deleteTokens(manager, taken.userId, taken.purpose);
  return taken;
}

/** Makes the tokens worthless that an account was sent: those for a purpose, or all. */
export async function deleteTokens(manager: EntityManager, userId: string, purpose?: Purpose): Promise<void> {
  const [condition, values] = purpose === undefined ? ['', []] : ['AND purpose = ?', [purpose]];
  await manager.query(`DELETE FROM one_time_tokens WHERE user_id = ? ${condition}`, [userId, ...values]);
}
