import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { awaitSidecar, callService, operatorBeside, operatorOf } from '../src/operator/operator.js';
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

test("a call has the service's own token and the operator's name, and returns its JSON", async () => {
  answer = { status: 200, body: '{"state":"running"}' };
  expect(await callService(operatorOf(town), 'search', 'POST', '/internal/rebuild', { all: true })).toEqual({
    state: 'running',
  });
  expect(seen.request).toMatchObject({ method: 'POST', url: '/internal/rebuild' });
  expect(seen.request.headers).toMatchObject({
    'dapr-api-token': prepareTokens(town).search!.appApiToken,
    'dapr-caller-app-id': 'operator',
    'content-type': 'application/json',
  });
  expect(seen.body).toBe('{"all":true}');
});

test('a response without a body returns nothing', async () => {
  answer = { status: 204, body: '' };
  expect(await callService(operatorOf(town), 'search', 'DELETE', '/internal/rebuild')).toBeUndefined();
});

test('a refusal has the words of the service', async () => {
  answer = { status: 409, body: '{"title":"Conflict","detail":"A rebuild is under way."}' };
  await expect(callService(operatorOf(town), 'search', 'POST', '/internal/rebuild')).rejects.toThrow(
    'search: A rebuild is under way.',
  );
  answer = { status: 500, body: 'oops' };
  await expect(callService(operatorOf(town), 'search', 'GET', '/internal/rebuild')).rejects.toThrow('search: 500 oops');
});

test('an error names the service that is down, and what to do', async () => {
  const nobody = { ...town, base: town.base - 1000 };
  await expect(callService(operatorOf(nobody), 'search', 'GET', '/')).rejects.toMatchObject({
    message: 'search does not respond (ECONNREFUSED).',
    advice: 'npm run status',
  });
});

describe('beside a sidecar', () => {
  const environment = () => {
    const { port } = server.address() as AddressInfo;
    return { DAPR_HTTP_PORT: String(port), DAPR_HOST: '127.0.0.1', DAPR_API_TOKEN: 'for the sidecar' };
  };

  test("a call goes through the sidecar with the sidecar's token, and claims no name", async () => {
    answer = { status: 200, body: '{"parts":[]}' };
    expect(await callService(operatorBeside(environment()), 'feed', 'GET', '/internal/recount')).toEqual({ parts: [] });
    expect(seen.request.url).toBe('/v1.0/invoke/feed/method/internal/recount');
    expect(seen.request.headers['dapr-api-token']).toBe('for the sidecar');
    expect(seen.request.headers).not.toHaveProperty('dapr-caller-app-id');
  });

  test('an error has the words of the sidecar', async () => {
    answer = { status: 500, body: '{"errorCode":"ERR_DIRECT_INVOKE","message":"couldn\'t find app id: feed"}' };
    await expect(callService(operatorBeside(environment()), 'feed', 'GET', '/')).rejects.toMatchObject({
      message: "feed: couldn't find app id: feed",
      log: undefined,
    });
  });

  test('a command waits until the sidecar can call others', async () => {
    answer = { status: 204, body: '' };
    await awaitSidecar(environment());
    expect(seen.request.url).toBe('/v1.0/healthz/outbound');
  });

  test('without the port of a sidecar, the error names the variable', () => {
    expect(() => operatorBeside({})).toThrow('DAPR_HTTP_PORT is empty.');
  });
});
