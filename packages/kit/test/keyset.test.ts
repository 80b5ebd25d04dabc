import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EntitySchema } from 'typeorm';
import { afterPosition, type Direction, orderAfterPosition, type Position } from '../src/database/keyset.js';
import { TestDatabase } from '../src/testing/index.js';

const Inbox = new EntitySchema<{ eventId: string; receivedAt: Date }>({
  name: 'inbox',
  columns: {
    eventId: { name: 'event_id', type: 'varchar', primary: true },
    receivedAt: { name: 'received_at', type: 'datetime' },
  },
});

const EARLY = new Date('2026-01-01T00:00:00Z');
const LATE = new Date('2026-01-02T00:00:00Z');

let opened: TestDatabase;
beforeAll(async () => {
  opened = await TestDatabase.create('keyset', { entities: [Inbox], migrations: [] });
  // The ids run against the times: an order by the id alone would be another one.
  for (const [eventId, receivedAt] of [
    ['3', EARLY],
    ['4', EARLY],
    ['1', LATE],
    ['2', LATE],
  ] as const) {
    await opened.database.manager.insert(Inbox, { eventId, receivedAt });
  }
});
afterAll(() => opened.drop());

const PAGES: [Direction, Position | undefined, string[]][] = [
  ['ASC', undefined, ['3', '4', '1', '2']],
  ['ASC', { createdAt: EARLY, id: '3' }, ['4', '1', '2']],
  ['ASC', { createdAt: EARLY, id: '4' }, ['1', '2']],
  ['ASC', { createdAt: LATE, id: '2' }, []],
  ['DESC', undefined, ['2', '1', '4', '3']],
  ['DESC', { createdAt: LATE, id: '2' }, ['1', '4', '3']],
  ['DESC', { createdAt: LATE, id: '1' }, ['4', '3']],
  ['DESC', { createdAt: EARLY, id: '3' }, []],
];

test.each(PAGES)('a %s page after %j has the rows that come after it, in SQL', async (direction, position, ids) => {
  const [after, values] = afterPosition(position, direction, { createdAt: 'i.received_at', id: 'i.event_id' });
  const rows: { event_id: string }[] = await opened.database.manager.query(
    `SELECT i.event_id FROM inbox i WHERE i.event_id <> ? AND ${after}
     ORDER BY i.received_at ${direction}, i.event_id ${direction}`,
    ['0', ...values],
  );
  expect(rows.map((row) => row.event_id)).toEqual(ids);
});

test.each(PAGES)('a %s page after %j has the same rows in a query builder', async (direction, position, ids) => {
  const query = opened.database.manager.createQueryBuilder(Inbox, 'i').where('i.eventId <> :none', { none: '0' });
  const rows = await orderAfterPosition(query, position, direction, {
    createdAt: 'i.receivedAt',
    id: 'i.eventId',
  }).getMany();
  expect(rows.map((row) => row.eventId)).toEqual(ids);
});
