import { expect, test } from '@jest/globals';
import { invitation } from '../src/commands/start.js';

const TOWN = { gateway: 'http://127.0.0.1:8080', inbox: undefined };
const searchLine = (readsBinaryLog: boolean) =>
  invitation({ ...TOWN, readsBinaryLog })
    .split('\n')
    .filter((line) => line.includes('Search'));

test('the start of a town with Kafka Connect prints that search follows the binary log', () => {
  expect(searchLine(true)).toEqual([
    '  Search         follows the binary log of the databases: Debezium reads the outboxes there',
  ]);
});

test('the start of a town without it prints that search follows the events of the services', () => {
  expect(searchLine(false)).toEqual([
    '  Search         follows the events that each service publishes from its outbox',
  ]);
});
