import type { EventDefinition } from '@townsquare/contracts';
import {
  type DeliveredEvent,
  defineSubscription,
  observeFreshness,
  type Subscription,
  type Transaction,
} from '@townsquare/kit';
import type { Cause } from '../domain/kinds.js';

/** Notifications of one cause, and who has them. */
export interface Notified {
  cause: Cause;
  recipients: string[];
  /** When the change that they tell of was committed. */
  since: string;
}

/** What an event changes for accounts that may be connected. */
export interface Outcome {
  /** New or changed notifications. */
  notified?: Notified;
  /** The accounts whose number of unread notifications may have changed. */
  counted?: string[];
}

/** Sends outcomes to connected clients, at every instance. It never fails: a client that misses one reads it later. */
export interface Live {
  publish(outcome: Outcome): void;
  /** Ends the account's connections. */
  disconnect(userId: string): void;
}

/** The two steps of an event that changes notifications. */
export interface Steps<Data, Prepared = unknown> {
  /** Asks other services for what `handle` needs, before the transaction opens. */
  prepare?(event: DeliveredEvent<Data>): Promise<Prepared>;
  /** Changes the notifications, and returns for whom. */
  handle(event: DeliveredEvent<Data>, tx: Transaction, prepared: Prepared): Promise<Outcome | Outcome[]>;
}

/** A subscription whose effect is sent to connected clients once the transaction is committed. */
export function defineLiveSubscription<Data, Prepared = unknown>(
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
        live.publish(outcome);
      }
    });
  };
  return defineSubscription(definition, effect, { prepare });
}
