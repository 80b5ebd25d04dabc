import type { IncomingMessage } from 'node:http';
import { expect, test } from '@jest/globals';
import { createClientReader } from './read-request.js';

const from = (forwardedFor: string) =>
  ({
    socket: { remoteAddress: '::ffff:127.0.0.1' },
    headers: { 'x-forwarded-for': forwardedFor },
  }) as unknown as IncomingMessage;

test('what cannot be read is logged with its proxy, once a minute, with the number of those left out', () => {
  const lines: object[] = [];
  let minutes = 0;
  const clientOf = createClientReader(
    { TRUST_PROXY: ['loopback'], CLIENT_ADDRESS_HEADER: 'x-forwarded-for' },
    { warn: (fields: object) => void lines.push(fields) },
    () => minutes * 60_000,
  );
  clientOf(from('203.0.113.7:443'));
  expect(lines).toEqual([]);
  for (let time = 0; time < 5; time += 1) expect(clientOf(from('unknown')).address).toBe('127.0.0.1');
  const line = { proxy: '127.0.0.1', header: 'x-forwarded-for', written: 'unknown' };
  expect(lines).toEqual([{ ...line, unlogged: 0 }]);
  minutes = 1;
  clientOf(from('x'.repeat(1_000)));
  expect(lines.slice(1)).toEqual([{ ...line, written: 'x'.repeat(200), unlogged: 4 }]);
});
