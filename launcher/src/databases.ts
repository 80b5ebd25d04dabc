import {
  CONNECTION_LIMITS,
  type ConnectionLimits,
  LEAST_POOL_SIZE,
  leastConnections,
  poolSize,
} from '@townsquare/kit/pool-size';
import { type Connection, createConnection, escapeId, type RowDataPacket } from 'mysql2/promise';
import { Failure } from './failure.js';
import type { MysqlAddress } from './parts/part.js';
import type { Secrets } from './secrets.js';
import { databaseServices } from './services.js';

/**
 * Creates each service's database and its user, who has rights on that database alone, and where the outboxes are read
 * from the database's log also the user who may do that. Safe to repeat.
 */
export async function createDatabases(address: MysqlAddress, secrets: Secrets): Promise<void> {
  await withConnection(address, async (connection) => {
    for (const { id } of databaseServices()) {
      const login = secrets[`${id}-database`];
      if (!login?.username || !login.password)
        throw new Failure(`The secret ${id}-database lacks its username or password.`, 'add it to the secrets file.');
      await connection.query(
        `CREATE DATABASE IF NOT EXISTS ${escapeId(id)} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`,
      );
      await createUser(connection, login, [`GRANT ALL PRIVILEGES ON ${escapeId(id)}.* TO ?@?`]);
      const connector = secrets[`${id}-connector`];
      if (connector) await createUser(connection, connector, connectorGrants(id));
    }
  });
}

/** Rights to follow the log and to read one table, which may not be there yet: then only who may also create it gets any. */
function connectorGrants(id: string): string[] {
  return [
    'GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO ?@?',
    `GRANT SELECT, CREATE ON ${escapeId(id)}.outbox TO ?@?`,
    `REVOKE CREATE ON ${escapeId(id)}.outbox FROM ?@?`,
  ];
}

async function createUser(connection: Connection, login: Secrets[string], grants: string[]): Promise<void> {
  // Both hosts: a server with an anonymous user for localhost would prefer that one to '%'.
  for (const host of ['%', 'localhost']) {
    await connection.query('CREATE USER IF NOT EXISTS ?@? IDENTIFIED BY ?', [login.username, host, login.password]);
    await connection.query('ALTER USER ?@? IDENTIFIED BY ?', [login.username, host, login.password]);
    for (const grant of grants) await connection.query(grant, [login.username, host]);
  }
}

/**
 * How many connections each of the services' processes may keep open, which it finds out for itself in the same way. Throws
 * where the server allows too few for them to work with.
 */
export async function connectionsForEach(address: MysqlAddress, instances: number): Promise<number> {
  const limits = await withConnection(address, readLimits);
  const processes = databaseProcesses(instances);
  const size = poolSize(limits, processes);
  if (size < LEAST_POOL_SIZE) throw tooFew(limits, processes);
  return size;
}

/** How many processes share the server when there are so many of each service. */
export function databaseProcesses(instances: number): number {
  return databaseServices().length * instances;
}

async function readLimits(connection: Connection): Promise<ConnectionLimits> {
  const [rows] = await connection.query<(ConnectionLimits & RowDataPacket)[]>(CONNECTION_LIMITS);
  return { connections: Number(rows[0]!.connections), userConnections: Number(rows[0]!.userConnections) };
}

/** What to do about a server that allows too few connections. */
export function tooFew({ connections, userConnections }: ConnectionLimits, processes: number): Failure {
  const ofUser = userConnections > 0 ? `, of one user ${userConnections}` : '';
  const users = userConnections > 0 ? ', max_user_connections to 0 or at least 8' : '';
  return new Failure(
    `The MySQL server allows ${connections} connections at once${ofUser}, too few for ${processes} processes.`,
    `set its max_connections to at least ${leastConnections(processes)}${users}; or run fewer instances (TOWN_INSTANCES); ` +
      'or set DATABASE_POOL_SIZE, the connections of each process, which is at least 2.',
  );
}

/** Drops the services' databases, so that a run of the tests begins with none. */
export async function dropDatabases(address: MysqlAddress): Promise<void> {
  await withConnection(address, async (connection) => {
    for (const { id } of databaseServices()) await connection.query(`DROP DATABASE IF EXISTS ${escapeId(id)}`);
  });
}

/** The address as a mysql:// URL, password included. */
export function mysqlUrl(address: MysqlAddress): string {
  return `mysql://${encodeURIComponent(address.user)}:${encodeURIComponent(address.password)}@${address.host}:${address.port}`;
}

async function withConnection<T>(address: MysqlAddress, use: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await createConnection({ ...address, connectTimeout: 10_000 });
  try {
    return await use(connection);
  } finally {
    await connection.end();
  }
}
