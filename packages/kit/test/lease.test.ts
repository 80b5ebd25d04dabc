import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Database } from '../src/database/database.js';
import { claimByLease, type WorkTable } from '../src/database/lease.js';
import { TestDatabase } from '../src/testing/index.js';

const PURGES: WorkTable = { name: 'purges', until: 'due_at', order: 'due_at, id', columns: 'id' };

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await TestDatabase.create('lease', { entities: [], migrations: [] });
  database = testDatabase.database;
});
afterAll(() => testDatabase.drop());

beforeEach(async () => {
  await database.manager.query('DELETE FROM purges');
  const rows = Array.from({ length: 20 }, (_, index) => ['post', index + 1, 1]);
  await database.manager.query(
    `INSERT INTO purges (kind, id, version, due_at) VALUES ${rows.map(() => "(?, ?, ?, '2026-01-01')").join(', ')}`,
    rows.flat(),
  );
});

const claim = async (limit: number, leaseSeconds = 60) =>
  (await claimByLease<{ id: string }>(database, PURGES, limit, leaseSeconds)).map(({ id }) => Number(id));

test('claims made at the same time share no row, and leave none', async () => {
  const claims = await Promise.all(Array.from({ length: 6 }, () => claim(5)));
  const claimed = claims.flat();
  expect(new Set(claimed).size).toBe(claimed.length);
  expect(claimed).toHaveLength(20);
});

test('the rows of a claim are in the order of the table, and free again after the lease', async () => {
  expect(await claim(3)).toEqual([1, 2, 3]);
  expect(await claim(3)).toEqual([4, 5, 6]);
  await database.manager.query("UPDATE purges SET due_at = '2026-01-01' WHERE id = 2");
  expect(await claim(2)).toEqual([2, 7]);
});

test('a claim takes only the rows that the table names, and changes what the table says', async () => {
  const table: WorkTable = {
    ...PURGES,
    where: 'id > 17 OR id = 4',
    set: 'version = version + 1',
    columns: 'id, version',
  };
  const rows = await claimByLease<{ id: string; version: string }>(database, table, 9, 60);
  expect(rows.map(({ id, version }) => [Number(id), Number(version)])).toEqual([4, 18, 19, 20].map((id) => [id, 2]));
  expect(await claimByLease(database, table, 9, 60)).toEqual([]);
});
