import type { LRUCache } from 'lru-cache';
import type { EntityManager } from 'typeorm';
import { type Database, isDuplicate } from '../database/database.js';
import type { Logger } from '../logger.js';
import { eventAge, eventsHandled } from '../metrics.js';
import { withContext } from '../request-context.js';
import { parseEvent } from './parse-event.js';
import type { DeliveredEvent, Subscription } from './subscription.js';

/** The response to the sidecar: done, try again later, or move it to the dead letters. */
export type DeliveryStatus = 'SUCCESS' | 'RETRY' | 'DROP';

export interface DeliveryParts {
  database: Database;
  logger: Logger;
  /** Why each event could not be applied when it was last tried, by its id: a dead letter keeps it as its reason. */
  failures: LRUCache<string, string>;
}

/**
 * Applies one delivered event, once. An invalid event is dropped, which moves it to the dead letters; any other
 * failure requests another delivery.
 */
export async function deliver(
  subscription: Subscription,
  parts: DeliveryParts,
  body: unknown,
): Promise<DeliveryStatus> {
  const topic = subscription.event.topic;
  const parsed = parseEvent(subscription, body);
  if ('fault' in parsed) {
    eventsHandled.inc({ topic, outcome: 'dropped' });
    return 'DROP';
  }
  const { event } = parsed;
  return withContext({ requestId: event.id, traceparent: event.traceparent }, async () => {
    try {
      const outcome = await apply(subscription, parts.database, event);
      eventsHandled.inc({ topic, outcome });
      eventAge.observe({ topic }, Math.max(0, (Date.now() - Date.parse(event.time)) / 1000));
      return 'SUCCESS';
    } catch (error) {
      eventsHandled.inc({ topic, outcome: 'retried' });
      parts.failures.set(event.id, String(error));
      parts.logger.warn(
        { err: error, topic, eventId: event.id },
        'an event could not be applied; it will be delivered again',
      );
      return 'RETRY';
    }
  });
}

async function apply(
  subscription: Subscription,
  database: Database,
  event: DeliveredEvent<unknown>,
): Promise<'applied' | 'duplicate'> {
  const prepared = await subscription.prepare?.(event);
  const fresh = await database.transaction(async (tx) => {
    if (!(await receive(tx.manager, event.id))) return false;
    await subscription.handle(event, tx, prepared);
    return true;
  });
  if (!fresh) return 'duplicate';
  await subscription.afterCommit?.(event);
  return 'applied';
}

/** Records an event as received, in the transaction of its effect; returns false when it was received before. */
async function receive(manager: EntityManager, eventId: string): Promise<boolean> {
  try {
    await manager.query('INSERT INTO inbox (event_id, received_at) VALUES (?, UTC_TIMESTAMP(3))', [eventId]);
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}
