import { createHash, randomBytes } from 'node:crypto';
import { ENDED_SESSION_SECONDS } from '@townsquare/contracts';
import type { Position } from '@townsquare/kit';
import { type EntityManager, Not } from 'typeorm';
import { refreshExpiry } from '../domain/token-rules.js';
import { RefreshTokenEntity, SessionEntity } from './entities.js';

const MAX_USER_AGENT = 255;

/** The longest that a transaction which ends sessions may take. */
const COMMIT_SECONDS = 30;

/** Returns the digest to store of a token. 256 random bits need no slow hash. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Begins a session and returns its id. */
export async function insertSession(manager: EntityManager, userId: string, userAgent: string): Promise<string> {
  const now = new Date();
  const row = { createdAt: now, lastUsedAt: now, expiresAt: refreshExpiry(now) };
  const insert = manager
    .createQueryBuilder()
    .insert()
    .into(SessionEntity)
    .values({ userId, userAgent: userAgent.slice(0, MAX_USER_AGENT), ...row })
    .updateEntity(false);
  return String((await insert.execute()).raw.insertId);
}

/** Adds a refresh token to a session and returns it with its end; only its digest is stored. */
export async function insertRefreshToken(
  manager: EntityManager,
  userId: string,
  sessionId: string,
  startedAt = new Date(),
): Promise<{ token: string; expiresAt: Date }> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = refreshExpiry(new Date(), startedAt);
  await manager.insert(RefreshTokenEntity, { tokenHash: tokenHash(token), sessionId, userId, usedAt: null, expiresAt });
  return { token, expiresAt };
}

/** Returns a refresh token's row, locked until the transaction ends. */
export async function lockRefreshToken(manager: EntityManager, token: string): Promise<RefreshTokenEntity | undefined> {
  const where = { tokenHash: tokenHash(token) };
  const row = await manager.findOne(RefreshTokenEntity, { where, lock: { mode: 'pessimistic_write' } });
  return row ?? undefined;
}

/** Returns a session's row, locked until the transaction ends; null when the session has ended. */
export function lockSession(manager: EntityManager, id: string): Promise<SessionEntity | null> {
  return manager.findOne(SessionEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
}

/** Marks a refresh token as used, at its first use, and its session as used now. */
export async function markUsed(manager: EntityManager, token: RefreshTokenEntity, startedAt: Date): Promise<void> {
  const now = new Date();
  const expiresAt = refreshExpiry(now, startedAt);
  if (token.usedAt === null) await manager.update(RefreshTokenEntity, { tokenHash: token.tokenHash }, { usedAt: now });
  await manager.update(SessionEntity, { id: token.sessionId }, { lastUsedAt: now, expiresAt });
}

/** Returns the id of the session that a refresh token belongs to. */
export async function sessionOf(manager: EntityManager, token: string): Promise<string | undefined> {
  return (await manager.findOneBy(RefreshTokenEntity, { tokenHash: tokenHash(token) }))?.sessionId;
}

/** Ends a session and deletes its refresh tokens. */
export async function deleteSession(manager: EntityManager, sessionId: string): Promise<void> {
  await noteEnded(manager, 'id = ?', [sessionId]);
  await manager.delete(RefreshTokenEntity, { sessionId });
  await manager.delete(SessionEntity, { id: sessionId });
}

/** Records ended sessions, for as long as access tokens of theirs may be valid. */
async function noteEnded(manager: EntityManager, condition: string, values: string[]): Promise<void> {
  await manager.query(
    `INSERT IGNORE INTO ended_sessions (session_id, ended_at, expires_at)
     SELECT id, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) + INTERVAL ? SECOND FROM refresh_sessions WHERE ${condition}`,
    [ENDED_SESSION_SECONDS, ...values],
  );
}

/** Returns the sessions that ended since a time, or all whose access tokens may still be valid. */
export async function findEndedSessions(
  manager: EntityManager,
  since?: string,
): Promise<{ sessionIds: string[]; asOf: string }> {
  // A row from just before that time may have been committed after it.
  const from = since === undefined ? new Date(0) : new Date(Date.parse(since) - COMMIT_SECONDS * 1000);
  const rows: { now: Date; id: string | null }[] = await manager.query(
    `SELECT clock.now, ended.session_id AS id
     FROM (SELECT UTC_TIMESTAMP(3) AS now) clock LEFT JOIN ended_sessions ended ON ended.ended_at >= ?`,
    [from],
  );
  const sessionIds = rows.flatMap(({ id }) => id ?? []);
  return { sessionIds, asOf: rows[0]!.now.toISOString() };
}

/** Ends an account's sessions: all, or all but one. */
export async function deleteSessions(manager: EntityManager, userId: string, exceptId = '0'): Promise<void> {
  await noteEnded(manager, 'user_id = ? AND id <> ?', [userId, exceptId]);
  await manager.delete(RefreshTokenEntity, { userId, sessionId: Not(exceptId) });
  await manager.delete(SessionEntity, { userId, id: Not(exceptId) });
}

export function findSession(manager: EntityManager, userId: string, id: string): Promise<SessionEntity | null> {
  return manager.findOneBy(SessionEntity, { id, userId });
}

/** Returns an account's sessions, the newest first. */
export function findSessions(
  manager: EntityManager,
  userId: string,
  after: Position | undefined,
  limit: number,
): Promise<SessionEntity[]> {
  const query = manager
    .createQueryBuilder(SessionEntity, 'session')
    .where('session.userId = :userId AND session.expiresAt > :now', { userId, now: new Date() })
    .orderBy({ 'session.createdAt': 'DESC', 'session.id': 'DESC' })
    .limit(limit);
  if (after) {
    query.andWhere('(session.createdAt < :at OR (session.createdAt = :at AND session.id < :id))', {
      at: after.createdAt,
      id: after.id,
    });
  }
  return query.getMany();
}
