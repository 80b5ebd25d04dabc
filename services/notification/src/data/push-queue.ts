import { claimByLease, type Database, type WorkTable } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import type { Cause, Kind } from '../domain/kinds.js';
import { GROUP_PAUSE_SECONDS, WORTH_SECONDS } from '../domain/push.js';

/** What is pushed to one subscription about one group, or one notification that stands by itself. */
export interface QueuedPush {
  subscriptionId: string;
  /** The key of the group, or `single.<id of the notification>`. */
  pushKey: string;
  kind: Kind;
  /** How many notifications have come since the last push. Without any the row only makes the next one wait. */
  news: number;
  /** How often this push was tried. */
  tries: number;
  /** It has waited so long that it is not worth sending. */
  isStale: boolean;
  claim: string;
}

const QUEUE: WorkTable = {
  name: 'push_queue',
  until: 'due_at',
  order: 'due_at, subscription_id, push_key',
  columns: `subscription_id AS subscriptionId, push_key AS pushKey, kind, news, tries,
    waiting_since < UTC_TIMESTAMP(3) - INTERVAL ${WORTH_SECONDS} SECOND AS isStale, claimed_by AS claim`,
};

const OF_PUSH = 'subscription_id = ? AND push_key = ? AND claimed_by = ?';
const valuesOf = ({ subscriptionId, pushKey, claim }: QueuedPush) => [subscriptionId, pushKey, claim];

/**
 * Queues pushes of these users' notifications of one cause, to the subscriptions of those who want this kind by push. A group
 * that has its row already, because a push waits or was sent in the last five minutes, keeps its time.
 */
export async function queuePushes(
  manager: EntityManager,
  { kind, targetType, targetId, actorId }: Cause,
  userIds: string[],
  delaySeconds: number,
): Promise<void> {
  if (userIds.length === 0) return;
  await manager.query(
    `INSERT INTO push_queue (subscription_id, push_key, kind, news, waiting_since, due_at)
     SELECT s.id, COALESCE(n.group_key, CONCAT('single.', n.id)), n.kind, 1, UTC_TIMESTAMP(3),
       UTC_TIMESTAMP(3) + INTERVAL ? SECOND
     FROM notifications n JOIN push_subscriptions s ON s.user_id = n.user_id
     WHERE n.user_id IN (?) AND n.kind = ? AND n.target_type = ? AND n.target_id = ? AND n.actor_id = ?
       AND NOT EXISTS (SELECT 1 FROM channel_preferences p
         WHERE p.user_id = n.user_id AND p.channel = 'push' AND p.kind = ? AND p.enabled = 0)
     ORDER BY s.id
     ON DUPLICATE KEY UPDATE
       push_queue.waiting_since = IF(push_queue.news = 0, VALUES(waiting_since), push_queue.waiting_since),
       push_queue.news = push_queue.news + 1`,
    [delaySeconds, userIds, kind, targetType, targetId, actorId, kind],
  );
}

/**
 * Claims pushes that are due. The lease is as long as the pause of a group: if this process dies after it has sent a push, the
 * next one for the group still comes five minutes later at the earliest.
 */
export async function claimPushes(database: Database, limit: number): Promise<QueuedPush[]> {
  const rows = await claimByLease<QueuedPush>(database, QUEUE, limit, GROUP_PAUSE_SECONDS);
  return rows.map((row) => ({
    ...row,
    news: Number(row.news),
    tries: Number(row.tries),
    isStale: Number(row.isStale) === 1,
  }));
}

/**
 * The push was sent, and the next one for the group waits for five minutes. It tells of what has come since the claim: part of
 * that may have been in this push, which the next one then replaces on the device.
 */
export async function finishPush(manager: EntityManager, push: QueuedPush): Promise<void> {
  await restart(manager, push, GROUP_PAUSE_SECONDS);
}

/** Nothing was shown: a notification that has come since the claim is pushed at once. */
export async function dropPush(manager: EntityManager, push: QueuedPush): Promise<void> {
  const { affectedRows } = await manager.query(`DELETE FROM push_queue WHERE ${OF_PUSH} AND news = ?`, [
    ...valuesOf(push),
    push.news,
  ]);
  if (affectedRows === 0) await restart(manager, push, 0);
}

async function restart(manager: EntityManager, push: QueuedPush, seconds: number): Promise<void> {
  await manager.query(
    `UPDATE push_queue SET news = news - ?, tries = 0, waiting_since = UTC_TIMESTAMP(3), claimed_by = NULL,
       due_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
     WHERE ${OF_PUSH}`,
    [push.news, seconds, ...valuesOf(push)],
  );
}

/** Tries the push again later. `tries` is how many tries it has had by then. */
export async function postponePush(
  manager: EntityManager,
  push: QueuedPush,
  tries: number,
  seconds: number,
): Promise<void> {
  await manager.query(
    `UPDATE push_queue SET tries = ?, claimed_by = NULL, due_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND WHERE ${OF_PUSH}`,
    [tries, seconds, ...valuesOf(push)],
  );
}
