import { createHash } from 'node:crypto';
import { claimByLease, type Database, type Position, type WorkTable } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';

/** A browser that receives a user's pushes, for as long as the session in which it subscribed. */
export interface PushSubscription extends Position {
  userId: string;
  sessionId: string;
  endpoint: string;
  p256dh: string;
  auth: string;
  userAgent: string;
  lastUsedAt: Date | null;
}

export type NewPushSubscription = Omit<PushSubscription, 'id' | 'createdAt' | 'lastUsedAt'>;

const COLUMNS = `id, user_id AS userId, session_id AS sessionId, endpoint, p256dh, auth, user_agent AS userAgent,
  created_at AS createdAt, last_used_at AS lastUsedAt`;

const CHECKS: WorkTable = {
  name: 'push_subscriptions',
  until: 'check_at',
  order: 'check_at, id',
  columns: 'session_id AS sessionId',
};
const CHECK_SECONDS = 3_600;

const hashOf = (endpoint: string) => createHash('sha256').update(endpoint).digest();

/**
 * Saves a subscription and returns its row. A session has one, and an endpoint belongs to one user: what either had before
 * is replaced. The same endpoint of the same user keeps its id, and with it what was pushed there lately.
 */
export async function savePushSubscription(
  manager: EntityManager,
  one: NewPushSubscription,
): Promise<PushSubscription> {
  const { userId, sessionId, endpoint, p256dh, auth, userAgent } = one;
  const hash = hashOf(endpoint);
  await manager.query(
    `DELETE FROM push_subscriptions
     WHERE (endpoint_hash = ? AND user_id <> ?) OR (session_id = ? AND endpoint_hash <> ?)`,
    [hash, userId, sessionId, hash],
  );
  await manager.query(
    `INSERT INTO push_subscriptions (user_id, session_id, endpoint_hash, endpoint, p256dh, auth, user_agent, created_at, check_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) + INTERVAL ? SECOND)
     ON DUPLICATE KEY UPDATE session_id = VALUES(session_id), p256dh = VALUES(p256dh), auth = VALUES(auth),
       user_agent = VALUES(user_agent)`,
    [userId, sessionId, hash, endpoint, p256dh, auth, userAgent, CHECK_SECONDS],
  );
  const [row] = await manager.query(`SELECT ${COLUMNS} FROM push_subscriptions WHERE endpoint_hash = ?`, [hash]);
  return row;
}

/** How many subscriptions a user has in other sessions, at other endpoints. */
export async function countOtherPushSubscriptions(
  manager: EntityManager,
  { userId, sessionId, endpoint }: Pick<PushSubscription, 'userId' | 'sessionId' | 'endpoint'>,
): Promise<number> {
  const [{ total }] = await manager.query(
    'SELECT COUNT(*) AS total FROM push_subscriptions WHERE user_id = ? AND session_id <> ? AND endpoint_hash <> ?',
    [userId, sessionId, hashOf(endpoint)],
  );
  return Number(total);
}

/** A user's subscriptions, the newest first. There are a few at most. */
export function listPushSubscriptions(manager: EntityManager, userId: string): Promise<PushSubscription[]> {
  return manager.query(
    `SELECT ${COLUMNS} FROM push_subscriptions WHERE user_id = ? ORDER BY created_at DESC, id DESC`,
    [userId],
  );
}

export async function findPushSubscriptions(
  manager: EntityManager,
  ids: string[],
): Promise<Map<string, PushSubscription>> {
  if (ids.length === 0) return new Map();
  const rows: PushSubscription[] = await manager.query(`SELECT ${COLUMNS} FROM push_subscriptions WHERE id IN (?)`, [
    ids,
  ]);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Removes a user's subscription and what waits for it; returns whether there was one. */
export async function removePushSubscription(manager: EntityManager, userId: string, id: string): Promise<boolean> {
  const { affectedRows } = await manager.query('DELETE FROM push_subscriptions WHERE id = ? AND user_id = ?', [
    id,
    userId,
  ]);
  return affectedRows === 1;
}

/** Removes the subscriptions of sessions that have ended. */
export async function removeOfSessions(manager: EntityManager, sessionIds: string[]): Promise<void> {
  if (sessionIds.length === 0) return;
  await manager.query('DELETE FROM push_subscriptions WHERE session_id IN (?)', [sessionIds]);
}

export async function markUsed(manager: EntityManager, id: string): Promise<void> {
  await manager.query('UPDATE push_subscriptions SET last_used_at = UTC_TIMESTAMP(3) WHERE id = ?', [id]);
}

/** Claims the subscriptions whose session was not looked up for an hour, and returns these sessions. */
export async function claimSessionsToCheck(database: Database, limit: number): Promise<string[]> {
  const rows = await claimByLease<{ sessionId: string }>(database, CHECKS, limit, CHECK_SECONDS);
  return rows.map(({ sessionId }) => sessionId);
}
