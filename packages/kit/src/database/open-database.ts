import 'reflect-metadata';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { DataSource, type DataSourceOptions, type EntitySchema, type MigrationInterface } from 'typeorm';
import type { DatabaseConfig } from '../config.js';
import type { Logger } from '../logger.js';
import { BoundedDriver } from './bounded-driver.js';
import { Database } from './database.js';
import { KIT_MIGRATIONS } from './kit-migrations.js';
import { migrate } from './migrate.js';
import { CONNECTION_LIMITS, type ConnectionLimits, LEAST_POOL_SIZE, leastConnections, poolSize } from './pool-size.js';

type Class<T = unknown> = new () => T;

/** What a service keeps: its entities and the migrations that make their tables. */
export interface Schema {
  entities: (Class | EntitySchema)[];
  migrations: Class<MigrationInterface>[];
}

export interface Credentials {
  username: string;
  password: string;
}

const CONNECT_TIMEOUT_MS = 10_000;

/** A node that could not be reached is tried again after so long; without it mysql2 forgets it after five failures. */
const RESTORE_NODE_MS = 1_000;

/** Opens a service's database and brings its tables up to date. */
export async function openDatabase(
  service: string,
  config: DatabaseConfig,
  credentials: Credentials,
  schema: Schema,
  logger?: Logger,
): Promise<Database> {
  const size = config.DATABASE_POOL_SIZE ?? (await shareOfConnections(config, credentials, logger));
  const driver = new BoundedDriver();
  const source = new DataSource({ ...dataSourceOptions(config, credentials, schema), driver, poolSize: size });
  await source.initialize();
  await migrate(source);
  driver.started();
  return new Database(source, service, size);
}

/** This process's share of the connections that the server allows, and never less than it can work with. */
async function shareOfConnections(config: DatabaseConfig, credentials: Credentials, logger?: Logger): Promise<number> {
  const processes = config.DATABASE_PROCESSES;
  const limits = await readLimits(config, credentials);
  const size = poolSize(limits, processes);
  logger?.info({ ...limits, processes, size }, 'the size of the database pool');
  if (size >= LEAST_POOL_SIZE) return size;
  const needed = leastConnections(processes);
  logger?.warn(
    { ...limits, processes, needed },
    `the MySQL server allows too few connections: raise max_connections to ${needed}, or run fewer processes`,
  );
  return LEAST_POOL_SIZE;
}

async function readLimits(config: DatabaseConfig, { username, password }: Credentials): Promise<ConnectionLimits> {
  const connection = await createConnection({
    host: config.DATABASE_HOST,
    port: config.DATABASE_PORT,
    user: username,
    password,
    connectTimeout: CONNECT_TIMEOUT_MS,
  });
  try {
    const [rows] = await connection.query<(ConnectionLimits & RowDataPacket)[]>(CONNECTION_LIMITS);
    return { connections: Number(rows[0]!.connections), userConnections: Number(rows[0]!.userConnections) };
  } finally {
    await connection.end();
  }
}

type MysqlOptions = Extract<DataSourceOptions, { type: 'mysql' | 'mariadb' }>;

function dataSourceOptions(config: DatabaseConfig, credentials: Credentials, schema: Schema): MysqlOptions {
  const server = (host: string, port: number) => ({ host, port, database: config.DATABASE_NAME, ...credentials });
  const primary = server(config.DATABASE_HOST, config.DATABASE_PORT);
  const slaves = config.DATABASE_REPLICAS.map(({ host, port }) => server(host, port));
  // TypeORM's default is to send each `find` outside a transaction to a replica, which may not have the row yet that says
  // that a session has begun or ended.
  const replication = { master: primary, slaves, defaultMode: 'master' as const, restoreNodeTimeout: RESTORE_NODE_MS };
  return {
    type: 'mysql',
    ...(slaves.length > 0 ? { replication } : primary),
    entities: schema.entities,
    migrations: [...KIT_MIGRATIONS, ...schema.migrations],
    migrationsTableName: 'migrations',
    charset: 'utf8mb4_unicode_ci',
    timezone: 'Z',
    // Ids are beyond what a JavaScript number holds: they stay strings from the row to the client.
    supportBigNumbers: true,
    bigNumberStrings: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
  };
}
