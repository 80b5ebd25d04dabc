import 'reflect-metadata';
import { DataSource, type DataSourceOptions, type EntitySchema, type MigrationInterface } from 'typeorm';
import type { DatabaseConfig } from '../config.js';
import { Database } from './database.js';
import { KIT_MIGRATIONS } from './kit-migrations.js';
import { migrate } from './migrate.js';

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

/** Three times what the workers of one pub/sub component take (components/): the rest is for requests and other topics. */
const POOL_SIZE = 24;

/** Opens a service's database and brings its tables up to date. */
export async function openDatabase(
  service: string,
  config: DatabaseConfig,
  credentials: Credentials,
  schema: Schema,
): Promise<Database> {
  const source = new DataSource(dataSourceOptions(config, credentials, schema));
  await source.initialize();
  await migrate(source);
  return new Database(source, service);
}

function dataSourceOptions(config: DatabaseConfig, credentials: Credentials, schema: Schema): DataSourceOptions {
  const server = (host: string, port: number) => ({ host, port, database: config.DATABASE_NAME, ...credentials });
  const primary = server(config.DATABASE_HOST, config.DATABASE_PORT);
  const replicas = config.DATABASE_REPLICAS.map(({ host, port }) => server(host, port));
  return {
    type: 'mysql',
    ...(replicas.length > 0 ? { replication: { master: primary, slaves: replicas } } : primary),
    entities: schema.entities,
    migrations: [...KIT_MIGRATIONS, ...schema.migrations],
    migrationsTableName: 'migrations',
    charset: 'utf8mb4_unicode_ci',
    timezone: 'Z',
    // Ids are beyond what a JavaScript number holds: they stay strings from the row to the client.
    supportBigNumbers: true,
    bigNumberStrings: true,
    poolSize: POOL_SIZE,
    connectTimeout: 10_000,
  };
}
