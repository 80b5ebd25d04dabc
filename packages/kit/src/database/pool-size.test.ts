import { expect, test } from '@jest/globals';
import { leastConnections, poolSize } from './pool-size.js';

const server = (connections: number, userConnections = 0) => ({ connections, userConnections });

test.each([
  ['MySQL with its defaults and one process of each service', server(151), 9, 14],
  ['MySQL with its defaults and two processes of each service', server(151), 18, 7],
  ['a server that allows plenty', server(5_000), 18, 24],
  ['a server that limits each user', server(5_000, 20), 18, 10],
  ['a server that allows too few', server(30), 9, 0],
  ['a server that allows fewer than are kept back', server(10), 9, 0],
])('on %s a process has its share', (_server, limits, processes, size) => {
  expect(poolSize(limits, processes)).toBe(size);
});

test.each([1, 9, 18, 81])('all of %i processes together leave some connections to others', (processes) => {
  for (let connections = 0; connections < 3_000; connections += 7) {
    expect(poolSize(server(connections), processes) * processes).toBeLessThanOrEqual(Math.max(0, connections - 25));
  }
});

test('with the least connections that are asked for, each process has four', () => {
  expect(poolSize(server(leastConnections(18)), 18)).toBe(4);
  expect(poolSize(server(leastConnections(18) - 1), 18)).toBe(3);
});
