import type { CloudEventEnvelope, EventDefinition } from '@townsquare/contracts';
import type { Transaction } from '../database/database.js';

/** A delivered event: its envelope, with data of the definition's type. */
export type DeliveredEvent<Data> = Omit<CloudEventEnvelope, 'data'> & { data: Data };

/** How a service handles one kind of event. */
export interface Subscription<Data = unknown, Prepared = unknown> {
  readonly event: EventDefinition<Data>;
  /**
   * Runs before the transaction, and fetches from other services what `handle` needs, since `handle` cannot call them. It
   * may run again for the same event. `handle` gets what it returns.
   */
  readonly prepare?: (event: DeliveredEvent<Data>) => Promise<Prepared>;
  /**
   * The effect. It runs in the transaction that marks the event as seen, so it happens once however often the event is
   * delivered; but events come in any order, so it drops what is older than what the service has.
   */
  readonly handle: (event: DeliveredEvent<Data>, tx: Transaction, prepared: Prepared) => Promise<void>;
  /** Runs after the commit, for what is not in the database: live delivery, dropping a cache. May be lost in a crash. */
  readonly afterCommit?: (event: DeliveredEvent<Data>) => Promise<void> | void;
}

/** Declares a subscription. */
export function defineSubscription<Data, Prepared = unknown>(
  event: EventDefinition<Data>,
  handle: Subscription<Data, Prepared>['handle'],
  options: Pick<Subscription<Data, Prepared>, 'prepare' | 'afterCommit'> = {},
): Subscription {
  return { event, handle, ...options } as unknown as Subscription;
}
