import { type Connection, createConnection, escapeId } from 'mysql2/promise';
import { Failure } from './failure.js';
import type { MysqlAddress } from './parts/part.js';
import type { Secrets } from './secrets.js';
import { databaseServices } from './services.js';

/** Creates each service's database and its user, who has rights on that database alone. Safe to repeat. */
export async function createDatabases(address: MysqlAddress, secrets: Secrets): Promise<void> {
  await withConnection(address, async (connection) => {
    for (const { id } of databaseServices()) {
      const login = secrets[`${id}-database`];
      if (!login?.username || !login.password)
        throw new Failure(`The secret ${id}-database lacks its username or password.`, 'add it to the secrets file.');
      await connection.query(
        `CREATE DATABASE IF NOT EXISTS ${escapeId(id)} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`,
      );
      // Both hosts: a server with an anonymous user for localhost would prefer that one to '%'.
      for (const host of ['%', 'localhost']) {
        await connection.query('CREATE USER IF NOT EXISTS ?@? IDENTIFIED BY ?', [login.username, host, login.password]);
        await connection.query('ALTER USER ?@? IDENTIFIED BY ?', [login.username, host, login.password]);
        await connection.query(`GRANT ALL PRIVILEGES ON ${escapeId(id)}.* TO ?@?`, [login.username, host]);
      }
    }
  });
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
