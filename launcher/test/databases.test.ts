import { expect, test } from '@jest/globals';
import { databaseProcesses, tooFew } from '../src/databases.js';
import { describeFailure } from '../src/failure.js';

test('a server that allows too few connections is named with what it allows, and with what to do', () => {
  const text = describeFailure(tooFew({ connections: 30, userConnections: 0 }, databaseProcesses(2)));
  expect(text).toContain('allows 30 connections at once, too few for 18 processes');
  expect(text).toContain('set its max_connections to at least 97;');
  expect(text).toContain('TOWN_INSTANCES');
  expect(text).toContain('DATABASE_POOL_SIZE');
});

test('a server that allows each user too few is named with that limit', () => {
  const text = describeFailure(tooFew({ connections: 500, userConnections: 4 }, databaseProcesses(1)));
  expect(text).toContain('of one user 4');
  expect(text).toContain('max_user_connections to 0 or at least 8');
});
