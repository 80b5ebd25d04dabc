import type { EventDefinition } from '@townsquare/contracts';
import {
  type DeliveredEvent,
  defineSubscription,
  observeFreshness,
  type Subscription,
  type Transaction,
} from '@townsquare/kit';
import type { Live, Outcome } from '../live/live.js';

/** A subscription whose effect is told to those who are connected, once it is committed. */
export function notifying<Data>(
  definition: EventDefinition<Data>,
  live: Live,
  handle: (event: DeliveredEvent<Data>, tx: Transaction) => Promise<Outcome | Outcome[]>,
): Subscription {
  return defineSubscription(definition, async (event, tx) => {
    const outcomes = [await handle(event, tx)].flat();
    tx.afterCommit(() => {
      for (const outcome of outcomes) {
        const { notified } = outcome;
        if (notified && notified.recipients.length > 0) observeFreshness('notification', notified.since);
        live.tell(outcome);
      }
    });
  });
}
