import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { defineEvent } from '@townsquare/contracts';
import { z } from 'zod';
import type { Database } from '../src/database/database.js';
import { OutboxSweeper } from '../src/events/outbox-sweeper.js';
import { createLogger } from '../src/logger.js';
import { TestDatabase } from '../src/testing/index.js';

const counted = defineEvent('thing.counted', 'thing', 'A thing was counted.', z.object({ n: z.int() }));

let testDatabase: TestDatabase;
let database: Database;
let sweeper: OutboxSweeper;

beforeAll(async () => {
  testDatabase = await TestDatabase.create('sweeper', { entities: [], migrations: [] });
  database = testDatabase.database;
  sweeper = new OutboxSweeper(database, createLogger('test', 'silent'));
});
afterAll(() => testDatabase.drop());
beforeEach(() => database.manager.query('DELETE FROM outbox'));

const publish = (...numbers: number[]) =>
  database.transaction(async (tx) => {
    for (const n of numbers) tx.publish(counted, { id: String(n), version: 1 }, { n });
  });

const age = (minutes: number) =>
  database.manager.query('UPDATE outbox SET created_at = UTC_TIMESTAMP(3) - INTERVAL ? MINUTE', [minutes]);

const left = async () => {
  const rows: { aggregateid: string }[] = await database.manager.query('SELECT aggregateid FROM outbox ORDER BY seq');
  return rows.map((row) => Number(row.aggregateid));
};

describe('the outbox sweeper', () => {
  test('deletes the rows that are older than an hour, and no others', async () => {
    await publish(1, 2);
    await age(61);
    await publish(3);
    expect(await sweeper.sweepBatch()).toBe(false);
    expect(await left()).toEqual([3]);
  });

  test('keeps an event for as long as a new connector may need it', async () => {
    await publish(1);
    await age(59);
    await sweeper.sweepBatch();
    expect(await left()).toEqual([1]);
  });

  test('deletes a bounded number of rows at once, and returns that there are more', async () => {
    await publish(...Array.from({ length: 1_001 }, (_, index) => index));
    await age(61);
    expect(await sweeper.sweepBatch()).toBe(true);
    expect(await left()).toEqual([1_000]);
    expect(await sweeper.sweepBatch()).toBe(false);
    expect(await left()).toEqual([]);
  });

  test('reports no backlog: only Kafka Connect knows it', async () => {
    await publish(1);
    expect(await sweeper.state()).toEqual({ relay: 'debezium' });
  });
});
