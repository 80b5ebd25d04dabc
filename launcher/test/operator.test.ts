import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { callService } from '../src/operator.js';
import { prepareTokens } from '../src/secrets.js';
import { serviceOf } from '../src/services.js';
import type { Town } from '../src/town.js';

let server: Server;
let town: Town;
let seen: { request: IncomingMessage; body: string };
let answer: { status: number; body: string };

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    seen = { request, body };
    response.writeHead(answer.status).end(answer.body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = (server.address() as AddressInfo).port - serviceOf('search').index;
  const home = mkdtempSync(join(tmpdir(), 'town-'));
  town = { kind: 'town', home, base, profile: 'redis', instances: 1, cache: home };
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(town.home, { recursive: true });
});

test("a call bears the service's own token and the operator's name, and answers its JSON", async () => {
  answer = { status: 200, body: '{"state":"running"}' };
  expect(await callService(town, 'search', 'POST', '/internal/rebuild', { all: true })).toEqual({ state: 'running' });
  expect(seen.request).toMatchObject({ method: 'POST', url: '/internal/rebuild' });
  expect(seen.request.headers).toMatchObject({
    'dapr-api-token': prepareTokens(town).search!.appApiToken,
    'dapr-caller-app-id': 'operator',
    'content-type': 'application/json',
  });
  expect(seen.body).toBe('{"all":true}');
});

test('an answer without a body is none', async () => {
  answer = { status: 204, body: '' };
  expect(await callService(town, 'search', 'DELETE', '/internal/rebuild')).toBeUndefined();
});

test('a refusal is told in the words of the service', async () => {
  answer = { status: 409, body: '{"title":"Conflict","detail":"A rebuild is under way."}' };
  await expect(callService(town, 'search', 'POST', '/internal/rebuild')).rejects.toThrow(
    'search: A rebuild is under way.',
  );
  answer = { status: 500, body: 'oops' };
  await expect(callService(town, 'search', 'GET', '/internal/rebuild')).rejects.toThrow('search: 500 oops');
});

test('a service that is down is named, with what to do', async () => {
  const nobody = { ...town, base: town.base - 1000 };
  await expect(callService(nobody, 'search', 'GET', '/')).rejects.toMatchObject({
    message: 'search does not answer (ECONNREFUSED).',
    advice: 'npm run status',
  });
});
