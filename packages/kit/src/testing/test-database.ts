import { randomBytes } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import type { DatabaseConfig } from '../config.js';
import { Database } from '../database/database.js';
import { type Credentials, openDatabase, type Schema } from '../database/open-database.js';

/** A database of its own for one test file, on the server that `npm test` or `npm run parts up` started. */
export class TestDatabase {
  private constructor(
    readonly database: Database,
    private readonly name: string,
  ) {}

  /** `settings` are those of the service's environment, and `login` who signs in, where a test needs others than usual. */
  static async create(
    service: string,
    schema: Schema,
    settings: Partial<DatabaseConfig> = {},
    login?: Credentials,
  ): Promise<TestDatabase> {
    const name = `test_${service}_${randomBytes(6).toString('hex')}`;
    const server = serverUrl();
    await administer(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
    const config = {
      DATABASE_HOST: server.hostname,
      DATABASE_PORT: Number(server.port),
      DATABASE_NAME: name,
      DATABASE_REPLICAS: [],
      DATABASE_PROCESSES: 1,
      DATABASE_POOL_SIZE: 24,
      ...settings,
    };
    const credentials = login ?? {
      username: decodeURIComponent(server.username),
      password: decodeURIComponent(server.password),
    };
    return new TestDatabase(await openDatabase(service, config, credentials, schema), name);
  }

  async drop(): Promise<void> {
    await this.database.close();
    await administer(`DROP DATABASE ${this.name}`);
  }
}

function serverUrl(): URL {
  const url = process.env.TOWN_TEST_MYSQL_URL;
  if (!url)
    throw new Error('TOWN_TEST_MYSQL_URL is not set. Run the tests with `npm test`, which starts what they need.');
  return new URL(url);
}

async function administer(statement: string): Promise<void> {
  const connection = await createConnection(serverUrl().href);
  try {
    await connection.query(statement);
  } finally {
    await connection.end();
  }
}
