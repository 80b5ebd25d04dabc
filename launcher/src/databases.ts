import { type Connection, createConnection, escapeId } from 'mysql2/promise';
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

async function withConnection(address: MysqlAddress, use: (connection: Connection) => Promise<void>): Promise<void> {
  const connection = await createConnection({ ...address, connectTimeout: 10_000 });
  try {
    await use(connection);
  } finally {
    await connection.end();
  }
}
