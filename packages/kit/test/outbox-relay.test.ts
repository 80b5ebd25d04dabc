import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { defineEvent } from '@townsquare/contracts';
import { z } from 'zod';
import type { BulkEntry } from '../src/dapr/dapr-client.js';
import type { Database } from '../src/database/database.js';
import { OutboxRelay } from '../src/events/outbox-relay.js';
import { createLogger } from '../src/logger.js';
import { metrics } from '../src/metrics.js';
import { TestDatabase } from '../src/testing/index.js';

const noted = defineEvent('thing.noted', 'thing', 'A thing was noted.', z.string());
const counted = defineEvent('thing.counted', 'thing', 'A thing was counted.', z.object({ n: z.int() }));

/** A broker in memory that can refuse events. */
class FakeBroker {
  readonly received: number[] = [];
  refuse: (n: number) => boolean = () => false;
  down = false;
  /** What it waits for before it accepts events. */
  answer: Promise<void> = Promise.resolve();

  async publishBulk(_component: string, _topic: string, entries: BulkEntry[]): Promise<Set<string>> {
    await this.answer;
    if (this.down) throw new Error('no broker');
    const numberOf = (entry: BulkEntry) => (entry.event as { data: { n: number } }).data.n;
    const refused = entries.filter((entry) => this.refuse(numberOf(entry)));
    this.received.push(...entries.filter((entry) => !refused.includes(entry)).map(numberOf));
    return new Set(refused.map((entry) => entry.entryId));
  }
}

let testDatabase: TestDatabase;
let database: Database;
let broker: FakeBroker;
let relay: OutboxRelay;

const newRelay = () => new OutboxRelay(database, broker, createLogger('test', 'silent'));

beforeAll(async () => {
  testDatabase = await TestDatabase.create('outbox', { entities: [], migrations: [] });
  database = testDatabase.database;
});
afterAll(() => testDatabase.drop());

beforeEach(async () => {
  await database.manager.query('DELETE FROM outbox');
  broker = new FakeBroker();
  relay = newRelay();
});

const publish = (id: string, ...numbers: number[]) =>
  database.transaction(async (tx) => {
    for (const n of numbers) tx.publish(counted, { id, version: n }, { n });
  });

const drain = async () => {
  while (await relay.drainBatch());
};

/** Lets the leases of rows that were given back, or whose relay has died, run out. */
const expireLeases = () =>
  database.manager.query('UPDATE outbox SET claimed_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND');

const untilClaimed = async (count: number) => {
  for (;;) {
    const [row] = await database.manager.query('SELECT COUNT(*) AS claimed FROM outbox WHERE claimed_by IS NOT NULL');
    if (Number(row.claimed) === count) return;
  }
};

describe('the outbox relay', () => {
  test('publishes in order, and deletes the events that the broker has accepted', async () => {
    await publish('a', 1, 2, 3);
    await drain();
    expect(broker.received).toEqual([1, 2, 3]);
    expect((await relay.state()).rows).toBe(0);
  });

  test('keeps the events that the broker refuses, and later events about the same thing', async () => {
    await publish('a', 1, 2, 3);
    await publish('b', 10);
    broker.refuse = (n) => n === 2;
    await drain();
    expect(broker.received.sort()).toEqual([1, 10]);
    broker.refuse = () => false;
    await expireLeases();
    await drain();
    expect(broker.received).toEqual([1, 10, 2, 3]);
  });

  test('loses nothing while there is no broker', async () => {
    broker.down = true;
    await publish('a', 1, 2);
    await drain();
    expect((await relay.state()).rows).toBe(2);
    broker.down = false;
    await expireLeases();
    await drain();
    expect(broker.received).toEqual([1, 2]);
  });

  test('of several instances, each event is published by one', async () => {
    for (let n = 1; n <= 30; n++) await publish(`thing-${n}`, n);
    const relays = [relay, newRelay(), newRelay()];
    await Promise.all(relays.map((instance) => instance.drainBatch()));
    await drain();
    expect(broker.received.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  });

  test('publishes nothing before an earlier event about the same thing that the broker refused', async () => {
    await publish('a', 1);
    broker.refuse = () => true;
    await drain();
    broker.refuse = () => false;
    await publish('a', 2);
    await publish('b', 10);
    await drain();
    expect(broker.received).toEqual([10]);
    await expireLeases();
    await drain();
    expect(broker.received).toEqual([10, 1, 2]);
  });

  test('publishes nothing before an earlier event about the same thing that another instance is publishing', async () => {
    let answer = () => {};
    broker.answer = new Promise((resolve) => {
      answer = resolve;
    });
    await publish('a', 1);
    const first = relay.drainBatch();
    await untilClaimed(1);
    await publish('a', 2);
    const others = new FakeBroker();
    const second = new OutboxRelay(database, others, createLogger('test', 'silent'));
    await second.drainBatch();
    expect(others.received).toEqual([]);
    answer();
    await first;
    await expireLeases();
    await second.drainBatch();
    expect([broker.received, others.received]).toEqual([[1], [2]]);
  });

  test('an event too large to be published fails its transaction', async () => {
    const large = database.transaction(async (tx) => tx.publish(noted, { id: 'a', version: 1 }, 'x'.repeat(300_000)));
    await expect(large).rejects.toThrow('too large to publish');
    expect((await relay.state()).rows).toBe(0);
  });

  test('a transaction that fails publishes nothing', async () => {
    const failing = database.transaction(async (tx) => {
      tx.publish(counted, { id: 'a', version: 1 }, { n: 1 });
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect((await relay.state()).rows).toBe(0);
  });

  test('shows the backlog in rows and seconds, and counts it once for both', async () => {
    broker.refuse = () => true;
    await publish('a', 1, 2);
    await relay.drainBatch();
    const count = jest.spyOn(relay, 'state');
    relay.start();
    try {
      const text = await metrics.metrics();
      expect(text).toMatch(/^outbox_lag_rows 2$/m);
      expect(text).toMatch(/^outbox_lag_seconds 0\.\d+$|^outbox_lag_seconds [1-9]/m);
      expect(count).toHaveBeenCalledTimes(1);
    } finally {
      await relay.stop();
    }
  });
});
