import mysql, {
  type Pool,
  type PoolCluster,
  type PoolClusterOptions,
  type PoolConnection,
  type PoolOptions,
} from 'mysql2';
import { databaseUnavailable } from '../errors.js';

/** While a service starts, no request waits for it. */
const START_WAIT_MS = 10_000;

/** Shorter than one service waits for another (3 s, in the sidecar's client): the caller gets the error, not a timeout. */
const WAIT_MS = 2_000;

/** The pause before it asks a full server again: one of this pool's own connections may be released meanwhile. */
const PAUSE_MS = 50;

/** ER_CON_COUNT_ERROR, ER_TOO_MANY_USER_CONNECTIONS, ER_USER_LIMIT_REACHED. */
const SERVER_IS_FULL = [1040, 1203, 1226];

/**
 * At REPEATABLE READ, MySQL's default, a statement that changes a range of rows also locks the gaps between them, and
 * inserts wait for it. Set once for each connection, it costs no round trip in a transaction.
 */
const ISOLATION = 'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED';

/** What CURRENT_TIMESTAMP means in a column's default: all times in the databases are in UTC, wherever the server stands. */
const USE_UTC = "SET time_zone = '+00:00'";

type Callback = (error: Error | null, connection?: PoolConnection) => void;
type Take = (callback: (error: Error | null, connection: PoolConnection) => void) => void;

/**
 * mysql2 as TypeORM uses it, with a limit to how long it waits for a connection: mysql2 has none. When no connection
 * comes in time the error is `databaseUnavailable`, which a client may see. Every connection is at
 * READ COMMITTED and in UTC.
 */
export class BoundedDriver {
  #waitMs = START_WAIT_MS;
  readonly #prepared = new WeakSet<PoolConnection>();

  /** The service is up: from now on requests wait. */
  started(): void {
    this.#waitMs = WAIT_MS;
  }

  createPool(options: PoolOptions) {
    const pool: Pool = mysql.createPool(options);
    return {
      getConnection: (callback: Callback) => this.#bound((take) => pool.getConnection(take), callback),
      end: (callback: (error: Error | null) => void) => pool.end(callback),
    };
  }

  createPoolCluster(options: PoolClusterOptions) {
    const cluster: PoolCluster = mysql.createPoolCluster(options);
    return {
      add: (name: string, poolOptions: PoolOptions) => cluster.add(name, poolOptions),
      getConnection: (name: string, callback: Callback) =>
        this.#bound((take) => cluster.getConnection(name, take), callback),
      end: (callback: (error: Error | null) => void) => cluster.end(callback),
    };
  }

  #bound(take: Take, callback: Callback): void {
    takeWithin(take, this.#waitMs).then(
      (connection) => this.#prepare(connection, callback),
      (error) => callback(error),
    );
  }

  #prepare(connection: PoolConnection, callback: Callback): void {
    if (this.#prepared.has(connection)) {
      callback(null, connection);
      return;
    }
    const done = (error: Error | null) => {
      if (error) {
        connection.destroy();
        callback(databaseUnavailable(error));
        return;
      }
      this.#prepared.add(connection);
      callback(null, connection);
    };
    connection.query(USE_UTC, (error) => (error ? done(error) : connection.query(ISOLATION, done)));
  }
}

async function takeWithin(take: Take, waitMs: number): Promise<PoolConnection> {
  const giveUpAt = performance.now() + waitMs;
  for (;;) {
    try {
      return await attempt(take, giveUpAt - performance.now());
    } catch (error) {
      const isFull = SERVER_IS_FULL.includes((error as { errno?: number }).errno ?? 0);
      if (!isFull || performance.now() + PAUSE_MS > giveUpAt) throw databaseUnavailable(error);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

function attempt(take: Take, waitMs: number): Promise<PoolConnection> {
  return new Promise((resolve, reject) => {
    let hasGivenUp = false;
    const giveUp = () => {
      hasGivenUp = true;
      reject(new Error('No connection came free in time.'));
    };
    // After a long block of the event loop the connection may have come together with the timer.
    const timer = setTimeout(() => setImmediate(giveUp), waitMs);
    take((error, connection) => {
      clearTimeout(timer);
      if (error) reject(error);
      // The pool's queue cannot be left: a connection that comes too late goes back.
      else if (hasGivenUp) connection.release();
      else resolve(connection);
    });
  });
}
