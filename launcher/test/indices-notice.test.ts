import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { servicePorts } from '../src/ports.js';
import { indicesNotice } from '../src/service-reports.js';
import { serviceOf } from '../src/services.js';

let server: Server | undefined;
afterEach(() => void server?.close());

/** A town whose search service says this of itself. */
async function townOf(readiness: object): Promise<{ base: number }> {
  server = createServer((_request, response) => void response.end(JSON.stringify(readiness))).listen(0, '127.0.0.1');
  await new Promise((resolve) => server!.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return { base: port - servicePorts(0, serviceOf('search').index).app };
}

test('status tells that indices of an earlier version are being rebuilt', async () => {
  expect(await indicesNotice(await townOf({ ready: true, indices: 'being rebuilt' }))).toContain('are being rebuilt');
});

test('status tells nothing of indices that are complete, nor of a service that is down', async () => {
  const town = await townOf({ ready: true, indices: 'complete' });
  expect(await indicesNotice(town)).toBeUndefined();
  server!.close();
  expect(await indicesNotice(town)).toBeUndefined();
});
