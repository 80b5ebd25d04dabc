import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Database, PurgeWorker, requestPurge } from '@townsquare/kit';
import { publishedEvents, TestDatabase } from '@townsquare/kit/testing';
import pino from 'pino';

let testDatabase: TestDatabase;
let database: Database;
let left: number;
const logger = pino({ level: 'silent' });

const removeSome = async (_id: string, limit: number) => {
  const removed = Math.min(limit, left);
  left -= removed;
  return removed;
};

beforeAll(async () => {
  testDatabase = await TestDatabase.create('kit', { entities: [], migrations: [] });
  database = testDatabase.database;
});

afterAll(() => testDatabase.drop());

beforeEach(async () => {
  left = 250;
  await database.manager.query('DELETE FROM outbox');
  await database.manager.query('DELETE FROM purges');
});

describe('the purge queue', () => {
  test('removes the rows of an account in batches, and then publishes `user.purged` once', async () => {
    const worker = new PurgeWorker(database, logger, { user: removeSome });
    await database.transaction((tx) => requestPurge(tx, 'user', '7', 3));
    await database.transaction((tx) => requestPurge(tx, 'user', '7', 3));
    let batches = 0;
    while (await worker.purgeBatch()) batches += 1;
    expect({ left, batches }).toEqual({ left: 0, batches: 4 });
    const events = await publishedEvents(database, 'user.purged');
    expect(events).toMatchObject([{ subject: '7', aggregateversion: 3, data: { userId: '7', service: 'kit' } }]);
  });

  test('publishes nothing when a post is purged', async () => {
    const worker = new PurgeWorker(database, logger, { post: removeSome });
    await database.transaction((tx) => requestPurge(tx, 'post', '7', 1));
    while (await worker.purgeBatch());
    expect(left).toBe(0);
    expect(await publishedEvents(database)).toEqual([]);
  });

  test('a purge that fails waits, and the others continue', async () => {
    const post = async (id: string, limit: number) => {
      if (id === '1') throw new Error('not now');
      return removeSome(id, limit);
    };
    const worker = new PurgeWorker(database, logger, { post });
    await database.transaction((tx) => requestPurge(tx, 'post', '1', 1));
    await expect(worker.purgeBatch()).rejects.toThrow('not now');
    await database.transaction((tx) => requestPurge(tx, 'post', '2', 1));
    while (await worker.purgeBatch());
    expect(left).toBe(0);
    expect(await database.manager.query('SELECT id FROM purges')).toEqual([{ id: '1' }]);
  });

  test('a claimed purge is not claimed again', async () => {
    await database.transaction((tx) => requestPurge(tx, 'post', '1', 1));
    let inside: Promise<boolean> | undefined;
    const outer = new PurgeWorker(database, logger, {
      post: async () => {
        inside = new PurgeWorker(database, logger, { post: removeSome }).purgeBatch();
        await inside;
        return 1;
      },
    });
    await outer.purgeBatch();
    expect(await inside).toBe(false);
    expect(left).toBe(250);
  });
});
