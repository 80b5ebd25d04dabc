import type { CloudEventEnvelope, EventDefinition } from '@townsquare/contracts';
import type { DataSource, EntityManager } from 'typeorm';
import { type Aggregate, insertEvents, newEvent } from '../events/new-event.js';
import { insideTransaction, refuseInTransaction } from './open-transaction.js';

/** A running transaction: rows and events that are committed together or not at all. */
export interface Transaction {
  readonly manager: EntityManager;
  /** Puts an event into the outbox, to be published once the transaction is committed. */
  publish<Data>(event: EventDefinition<Data>, aggregate: Aggregate, data: Data): void;
  /** Wakes the workers of this process that do the work of a table, once the transaction is committed. */
  addedWork(table: string): void;
  /** Has `action` run once the transaction is committed, for what is not in the database. It is lost in a crash. */
  afterCommit(action: () => void): void;
}

const MAX_ATTEMPTS = 5;
const DEADLOCK = 1213;

/**
 * A service's database. `manager` runs single statements, each on a connection of its own; `transaction` is the only place
 * from which an event can be published. Both use the primary: nothing is read from a replica.
 */
export class Database {
  readonly #workers = new Map<string, Set<() => void>>();

  constructor(
    readonly source: DataSource,
    /** The service that owns the database; the source of its events. */
    readonly service: string,
    /** How many connections there are at most. */
    readonly poolSize: number,
  ) {}

  /** For statements outside a transaction. Inside one, use the transaction's own manager: this one throws there. */
  get manager(): EntityManager {
    refuseInTransaction('A second connection was requested');
    return this.source.manager;
  }

  /** Has `wake` called after each commit that added work to a table: see `Transaction.addedWork`. */
  onWork(table: string, wake: () => void): void {
    const wakes = this.#workers.get(table) ?? new Set();
    this.#workers.set(table, wakes.add(wake));
  }

  /**
   * Runs `work` in a transaction at READ COMMITTED. It is run again after a deadlock, so it must touch nothing outside
   * the transaction; not after a lock timeout, since it has waited long already. Calls to other services,
   * `manager` and a transaction inside this one are refused.
   */
  async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    refuseInTransaction('A second transaction was begun');
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#attempt(work);
      } catch (error) {
        if (attempt === MAX_ATTEMPTS || !isDeadlock(error)) throw error;
      }
    }
  }

  async #attempt<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const events: CloudEventEnvelope[] = [];
    const definitions: EventDefinition[] = [];
    const actions: (() => void)[] = [];
    const tablesWithWork = new Set<string>();
    const afterCommit: Transaction['afterCommit'] = (action) => void actions.push(action);
    const addedWork: Transaction['addedWork'] = (table) => void tablesWithWork.add(table);
    const result = await this.source.transaction(async (manager) => {
      const publish: Transaction['publish'] = (definition, aggregate, data) => {
        events.push(newEvent(this.service, definition, aggregate, data));
        definitions.push(definition as EventDefinition);
        addedWork('outbox');
      };
      const returned = await insideTransaction(() => work({ manager, publish, addedWork, afterCommit }));
      await insertEvents(manager, events, definitions);
      return returned;
    });
    for (const table of tablesWithWork) for (const wake of this.#workers.get(table) ?? []) wake();
    for (const action of actions) action();
    return result;
  }

  close(): Promise<void> {
    return this.source.destroy();
  }
}

function isDeadlock(error: unknown): boolean {
  return (error as { errno?: number }).errno === DEADLOCK;
}

/** Whether a statement failed because a unique key already has the value. */
export function isDuplicate(error: unknown): boolean {
  return (error as { errno?: number }).errno === 1062;
}

/** Whether a statement failed because a foreign key of the new row points to no row. */
export function isWithoutParent(error: unknown): boolean {
  return (error as { errno?: number }).errno === 1452;
}
