import { randomBytes } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createConnection } from 'mysql2/promise';
import { EntitySchema } from 'typeorm';
import { addForeignKey, dropForeignKey } from '../src/database/migrate.js';
import { outsideTransactions } from '../src/database/open-transaction.js';
import { TestDatabase } from '../src/testing/index.js';

const Inbox = new EntitySchema<{ eventId: string; receivedAt: Date }>({
  name: 'inbox',
  columns: {
    eventId: { name: 'event_id', type: 'varchar', primary: true },
    receivedAt: { name: 'received_at', type: 'datetime' },
  },
});
const SCHEMA = { entities: [Inbox], migrations: [] };

/** Nothing listens on the port of the discard service. */
const ABSENT = [{ host: '127.0.0.1', port: 9 }];

test('what is read outside a transaction comes from the primary, although there is a replica', async () => {
  const { database, drop } = await open({ DATABASE_REPLICAS: ABSENT });
  await database.transaction(({ manager }) => manager.insert(Inbox, { eventId: 'a', receivedAt: new Date() }));
  expect(await database.manager.findOneBy(Inbox, { eventId: 'a' })).toMatchObject({ eventId: 'a' });
  expect(await database.manager.createQueryBuilder(Inbox, 'i').getCount()).toBe(1);
  expect(await database.manager.query('SELECT event_id FROM inbox')).toEqual([{ event_id: 'a' }]);
  await drop();
});

test('every connection is set to UTC, so a default time is in UTC, whatever the time zone of the server', async () => {
  const statements: unknown[] = [];
  const listener = (message: unknown) => statements.push((message as { query: string }).query);
  subscribe('tracing:mysql2:query:start', listener);
  const { database, drop } = await open({ DATABASE_POOL_SIZE: 2 });
  const held = [await hold(database), await hold(database)];
  for (const { release } of held) await release();
  await read(database);
  unsubscribe('tracing:mysql2:query:start', listener);
  expect(statements.filter((statement) => statement === "SET time_zone = '+00:00'")).toHaveLength(2);
  const [row] = await database.manager.query(
    'SELECT TIMESTAMPDIFF(MINUTE, CURRENT_TIMESTAMP(3), UTC_TIMESTAMP(3)) AS minutes',
  );
  expect(Number(row.minutes)).toBe(0);
  await drop();
});

test('a foreign key is added over rows without a parent, any number of times, and deletes rows with their parent', async () => {
  const { database, drop } = await open();
  const { manager } = database;
  await manager.query('CREATE TABLE parents (id BIGINT UNSIGNED PRIMARY KEY)');
  await manager.query('CREATE TABLE children (id BIGINT UNSIGNED PRIMARY KEY, parent_id BIGINT UNSIGNED NULL)');
  await manager.query('INSERT INTO parents VALUES (1), (2)');
  await manager.query('INSERT INTO children VALUES (10, 1), (20, 2), (30, 3), (40, NULL)');
  const children = async () => {
    const rows: { id: string }[] = await manager.query('SELECT id FROM children ORDER BY id');
    return rows.map(({ id }) => Number(id));
  };
  const key = {
    name: 'children_parent',
    table: 'children',
    column: 'parent_id',
    parent: 'parents',
    parentColumn: 'id',
  };
  const runner = database.source.createQueryRunner();
  await addForeignKey(runner, key);
  await addForeignKey(runner, key);
  expect(await children()).toEqual([10, 20, 40]);
  await manager.query('DELETE FROM parents WHERE id = 1');
  expect(await children()).toEqual([20, 40]);
  await expect(manager.query('INSERT INTO children VALUES (50, 1)')).rejects.toThrow('foreign key');
  await dropForeignKey(runner, key);
  await dropForeignKey(runner, key);
  await manager.query('INSERT INTO children VALUES (50, 1)');
  await runner.release();
  await drop();
});

test('every connection is at READ COMMITTED, inside a transaction and outside', async () => {
  const { database, drop } = await open();
  const level = "SHOW VARIABLES WHERE Variable_name IN ('transaction_isolation', 'tx_isolation')";
  expect(await database.manager.query(level)).toMatchObject([{ Value: 'READ-COMMITTED' }]);
  expect(await database.transaction((tx) => tx.manager.query(level))).toMatchObject([{ Value: 'READ-COMMITTED' }]);
  await drop();
});

describe('inside a transaction', () => {
  let opened: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened.drop());

  test.each<[string, () => unknown]>([
    ['a client of another service', () => outsideTransactions({ ask: async () => 'said' }, 'owners').ask()],
    ['a second connection', () => opened.database.manager.query('SELECT 1')],
    ['a second transaction', () => opened.database.transaction(async () => {})],
  ])('%s is refused, and is not after the commit', async (_what, use) => {
    const { database } = opened;
    await expect(database.transaction(async () => use())).rejects.toThrow('inside a transaction');
    // Also of what the work calls, however far down.
    const deeper = () => new Promise((resolve) => setImmediate(resolve)).then(use);
    await expect(database.transaction(deeper)).rejects.toThrow('inside a transaction');
    await database.transaction(async (tx) => tx.manager.query('SELECT 1'));
    await use();
  });

  test('what it leaves running is free again once it is committed', async () => {
    const { database } = opened;
    let commit: () => void = () => {};
    const committed = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let later: Promise<unknown> | undefined;
    await database.transaction(async () => {
      later = committed.then(() => database.manager.query('SELECT 1 AS one'));
    });
    commit();
    expect(await later).toHaveLength(1);
  });
});

describe('a pool whose connections are all in use', () => {
  test('refuses with what a client may see and when to try again, and then gives connections again', async () => {
    const { database, drop } = await open({ DATABASE_POOL_SIZE: 2 });
    const first = await hold(database);
    const second = await hold(database);
    const waiting = [read(database), read(database), read(database)];
    for (const outcome of await Promise.allSettled(waiting)) {
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { code: 'unavailable', status: 503, headers: { 'retry-after': '1' } },
      });
    }
    await Promise.all([first.release(), second.release()]);
    // Those who had given up have not kept the connections that came too late.
    expect(await Promise.all([read(database), read(database), read(database), read(database)])).toHaveLength(4);
    await drop();
  });

  test('gives a connection to who waits as soon as one is there', async () => {
    const { database, drop } = await open({ DATABASE_POOL_SIZE: 2 });
    const held = [await hold(database), await hold(database)];
    const waiting = read(database);
    for (const { release } of held) await release();
    expect(await waiting).toEqual([{ one: 1 }]);
    await drop();
  });
});

describe('a server that allows a user few connections', () => {
  const user = `few_${randomBytes(4).toString('hex')}`;
  const password = randomBytes(12).toString('hex');
  const credentials = { username: user, password };

  beforeAll(async () => {
    for (const host of ['%', 'localhost']) {
      await administer(`CREATE USER '${user}'@'${host}' IDENTIFIED BY '${password}' WITH MAX_USER_CONNECTIONS 10`);
      await administer(`GRANT ALL PRIVILEGES ON *.* TO '${user}'@'${host}'`);
    }
  });
  afterAll(async () => {
    for (const host of ['%', 'localhost']) await administer(`DROP USER '${user}'@'${host}'`);
  });

  test('is asked for its limits when the pool is opened', async () => {
    const { database, drop } = await open({ DATABASE_POOL_SIZE: undefined }, credentials);
    expect(database.poolSize).toBe(5);
    await drop();
  });

  test('is asked again while other connections come free, and refuses as a full pool does', async () => {
    const { database, drop } = await open({ DATABASE_POOL_SIZE: 30 }, credentials);
    expect(await Promise.all(Array.from({ length: 40 }, () => read(database)))).toHaveLength(40);
    const held = [];
    for (let count = 0; count < 10; count++) held.push(await hold(database));
    await expect(read(database)).rejects.toMatchObject({ code: 'unavailable', headers: { 'retry-after': '1' } });
    for (const { release } of held) await release();
    expect(await read(database)).toEqual([{ one: 1 }]);
    await drop();
  });
});

type Opened = TestDatabase['database'];

async function open(
  ...rest: [settings?: Parameters<typeof TestDatabase.create>[2], login?: { username: string; password: string }]
) {
  const opened = await TestDatabase.create('kit', SCHEMA, ...rest);
  return { database: opened.database, drop: () => opened.drop() };
}

const read = ({ manager }: Opened): Promise<unknown[]> => manager.query('SELECT CAST(1 AS SIGNED) AS one');

/** Begins a transaction that stays open until it is released. */
async function hold(database: Opened): Promise<{ release(): Promise<void> }> {
  let end: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  let running: Promise<void> | undefined;
  await new Promise<void>((resolve, reject) => {
    running = database.transaction(async ({ manager }) => {
      await manager.query('SELECT 1');
      resolve();
      await ended;
    });
    running.catch(reject);
  });
  return {
    async release() {
      end();
      await running;
    },
  };
}

async function administer(statement: string): Promise<void> {
  const connection = await createConnection(process.env.TOWN_TEST_MYSQL_URL!);
  try {
    await connection.query(statement);
  } finally {
    await connection.end();
  }
}
