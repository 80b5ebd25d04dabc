import { expect, jest, test } from '@jest/globals';
import pino from 'pino';
import { EndedSessions } from './ended-sessions.js';

test('the ended sessions are fetched every two seconds, however long none has ended', async () => {
  jest.useFakeTimers();
  let fetches = 0;
  const fetchEnded = async () => {
    fetches += 1;
    return { sessionIds: [], asOf: new Date().toISOString() };
  };
  const sessions = new EndedSessions(fetchEnded, pino({ level: 'silent' }));
  sessions.start();
  await jest.advanceTimersByTimeAsync(60_000);
  expect(fetches).toBe(31);
  await sessions.stop();
  jest.useRealTimers();
});
