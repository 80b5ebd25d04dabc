import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { parseFreshness, readFreshness } from '../src/service-reports.js';

const METRICS = `# HELP freshness_seconds Time from the commit of a change until it is visible, by what shows it
# TYPE freshness_seconds histogram
freshness_seconds_bucket{le="0.01",kind="timeline"} 3
# HELP freshness_recent_seconds The same, of the last five minutes
# TYPE freshness_recent_seconds summary
freshness_recent_seconds{quantile="0.5",kind="notification"} 0.043
freshness_recent_seconds{quantile="0.99",kind="notification"} 1.25
freshness_recent_seconds_sum{kind="notification"} 9
freshness_recent_seconds{quantile="0.5",kind="socket"} 0
freshness_recent_seconds{quantile="0.99",kind="socket"} 2e-3
`;

const server = createServer((_request, response) => response.end(METRICS));
afterEach(() => void server.close());

test('freshness is read from what a service measures', () => {
  expect(parseFreshness(METRICS)).toEqual([
    { kind: 'notification', p50: 0.043, p99: 1.25 },
    { kind: 'socket', p50: 0, p99: 0.002 },
  ]);
  expect(parseFreshness('')).toEqual([]);
});

test('services that do not answer are left out', async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // The first of the services answers here, and none of the others.
  const { port } = server.address() as AddressInfo;
  expect((await readFreshness({ base: port })).map(({ kind }) => kind)).toEqual(['notification', 'socket']);
});
