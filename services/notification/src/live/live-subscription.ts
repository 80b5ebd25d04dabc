import type { EventDefinition } from '@townsquare/contracts';
import {
  type DeliveredEvent,
  defineSubscription,
  observeFreshness,
  type Subscription,
  type Transaction,
} from '@townsquare/kit';
import type { Live, Outcome } from './live.js';

interface Steps<Data, Prepared> {
  /** As that of a subscription. */
  prepare?(event: DeliveredEvent<Data>): Promise<Prepared>;
  handle(event: DeliveredEvent<Data>, tx: Transaction, prepared: Prepared): Promise<Outcome | Outcome[]>;
}

/** A subscription whose effect is told to those who are connected, once it is committed. */
export function notifying<Data, Prepared = unknown>(
  definition: EventDefinition<Data>,
  live: Live,
  { prepare, handle }: Steps<Data, Prepared>,
): Subscription {
  const effect = async (event: DeliveredEvent<Data>, tx: Transaction, prepared: Prepared) => {
    const outcomes = [await handle(event, tx, prepared)].flat();
    tx.afterCommit(() => {
      for (const outcome of outcomes) {
        const { notified } = outcome;
        if (notified && notified.recipients.length > 0) observeFreshness('notification', notified.since);
        live.tell(outcome);
      }
    });
  };
  return defineSubscription(definition, effect, { prepare });
}
