import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DaprClient, portOf, withContext } from '@townsquare/kit';
import { repository, waitFor } from '@townsquare/launcher';
import { outsideSidecar } from '../support/outside-sidecar.js';
import { required } from '../support/town.js';

// The kit's client against a sidecar of its own, with one component of each kind that the services use.

const TOKEN = 'contract-token';
const TRACE = { requestId: 'contract', traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };

const folder = mkdtempSync(join(tmpdir(), 'townsquare-'));
const received: { url: string; headers: IncomingHttpHeaders; body: string }[] = [];
let app: Server;
let args: string[];
let daprd: ChildProcess;
let client: DaprClient;

beforeAll(async () => {
  app = await startApp();
  writeComponents();
  const sidecar = await outsideSidecar('contract', {
    'app-port': portOf(app),
    'app-channel-address': '127.0.0.1',
    'resources-path': folder,
    config: join(repository, 'dapr/config.yaml'),
  });
  args = sidecar.args;
  client = new DaprClient({ host: '127.0.0.1', port: sidecar.httpPort, apiToken: TOKEN });
  startSidecar();
  await client.waitUntilReady(20_000);
});
afterAll(async () => {
  daprd.kill('SIGKILL');
  await client.close();
  app.closeAllConnections();
  app.close();
  rmSync(folder, { recursive: true });
});

/** A service that the sidecar stands beside, and that is called through it. */
async function startApp(): Promise<Server> {
  const responses: Record<string, [number, string]> = {
    '/dapr/subscribe': [200, JSON.stringify([{ pubsubname: 'events', topic: 'noted', route: '/events/noted' }])],
    '/things?ids=a%2Cb': [200, '{"things":["a","b"]}'],
    '/missing': [404, '{"title":"There is no such thing"}'],
    '/failing': [500, '{"title":"Something went wrong","code":"internal"}'],
    '/events/noted': [200, ''],
  };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { url = '', headers } = request;
    received.push({ url, headers, body });
    const [status, text] = responses[url] ?? [404, ''];
    if (url === '/file') response.writeHead(200, { 'content-type': 'image/webp' }).end(BYTES);
    else response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

const BYTES = Buffer.from([0, 255, 128, 10, 200]);

function writeComponents(): void {
  const redis = new URL(required('TOWN_TEST_REDIS_URL'));
  const component = (name: string, type: string, metadata: Record<string, string>) => ({
    apiVersion: 'dapr.io/v1alpha1',
    kind: 'Component',
    metadata: { name },
    spec: {
      type,
      version: 'v1',
      metadata: Object.entries(metadata).map(([key, value]) => ({ name: key, value })),
    },
  });
  const secretsFile = join(folder, 'secrets.json');
  writeFileSync(secretsFile, JSON.stringify({ 'post-database': { username: 'post', password: 'p' } }));
  const components = [
    component('state', 'state.redis', {
      redisHost: redis.host,
      redisUsername: decodeURIComponent(redis.username),
      redisPassword: decodeURIComponent(redis.password),
    }),
    component('secrets', 'secretstores.local.file', { secretsFile, multiValued: 'true' }),
    component('media', 'bindings.localstorage', { rootPath: join(folder, 'media') }),
    component('events', 'pubsub.in-memory', {}),
  ];
  // JSON is YAML.
  for (const one of components) writeFileSync(join(folder, `${one.metadata.name}.yaml`), JSON.stringify(one));
}

function startSidecar(): void {
  const env = { DAPR_HOST_IP: '127.0.0.1', DAPR_API_TOKEN: TOKEN, TOWN_NAMES_FILE: join(folder, 'names.db') };
  daprd = spawn(required('TOWN_DAPRD'), args, { env, stdio: 'ignore' });
}

const event = (id: string) => ({ specversion: '1.0', id, source: 'contract', type: 'noted', data: { id } });
const entry = (id: string) => ({
  entryId: id,
  event: { ...event(id), traceid: TRACE.traceparent, traceparent: TRACE.traceparent },
  contentType: 'application/cloudevents+json',
  metadata: { partitionKey: id },
});

/** One call to each building block. */
const calls: [string, () => Promise<unknown>][] = [
  ['state is read', () => client.getState('state', 'kept')],
  ['state is saved', () => client.saveState('state', 'kept', { n: 1 }, 60)],
  ['state is deleted', () => client.deleteState('state', 'kept')],
  ['a secret is read', () => client.getSecret('secrets', 'post-database')],
  ['a binding is invoked', () => client.invokeBinding('media', 'create', { fileName: 'paused' }, BYTES)],
  ['a binding is read', () => client.readBinding('media', 'get', { fileName: 'paused' })],
  ['a service is invoked', () => client.invoke('contract', 'GET', '/things?ids=a%2Cb')],
  ['a file of a service is read', () => client.invokeFile('contract', '/file')],
  ['events are published', () => client.publishBulk('events', 'noted', [entry('paused')])],
];

describe('a sidecar', () => {
  test('keeps state under a key of any characters, until it is deleted', async () => {
    const key = 'people:a|b/c?d=é';
    expect(await client.getState('state', key)).toBeUndefined();
    for (const value of [{ n: 1, text: 'ü' }, ['a'], 'text', 0, { error: 'a value of this name' }]) {
      await client.saveState('state', key, value, 60);
      expect(await client.getState('state', key)).toEqual(value);
    }
    await client.deleteState('state', key);
    expect(await client.getState('state', key)).toBeUndefined();
  });

  test('fails each call to a missing store', async () => {
    await expect(client.getState('absent', 'k')).rejects.toThrow('absent');
    await expect(client.saveState('absent', 'k', 1, 60)).rejects.toThrow('absent');
    await expect(client.deleteState('absent', 'k')).rejects.toThrow('absent');
    await expect(client.getSecret('absent', 'k')).rejects.toThrow('absent');
    await expect(client.invokeBinding('absent', 'create', {}, 'x')).rejects.toThrow('absent');
    await expect(client.publishBulk('absent', 'noted', [entry('x')])).rejects.toThrow('absent');
  });

  test('returns the values of a secret, and fails for a missing one', async () => {
    expect(await client.getSecret('secrets', 'post-database')).toEqual({ username: 'post', password: 'p' });
    await expect(client.getSecret('secrets', 'absent')).rejects.toThrow('absent');
  });

  test('writes bytes through a binding and reads them unchanged', async () => {
    await client.invokeBinding('media', 'create', { fileName: 'a/b.webp' }, BYTES);
    expect(readFileSync(join(folder, 'media/a/b.webp'))).toEqual(BYTES);
    expect(await client.readBinding('media', 'get', { fileName: 'a/b.webp' })).toEqual(BYTES);
    await client.invokeBinding('media', 'delete', { fileName: 'a/b.webp' });
    await expect(client.readBinding('media', 'get', { fileName: 'a/b.webp' })).rejects.toThrow('not found');
  });

  test('calls a service in the trace of the caller', async () => {
    received.length = 0;
    const found = await withContext(TRACE, () => client.invoke('contract', 'GET', '/things?ids=a%2Cb'));
    expect(found).toEqual({ things: ['a', 'b'] });
    expect(received[0]!.headers['x-request-id']).toBe(TRACE.requestId);
    expect(received[0]!.headers.traceparent).toContain(TRACE.traceparent.slice(3, 35));
  });

  test('passes on what a service responds with: a 404, a problem, bytes', async () => {
    expect(await client.invoke('contract', 'GET', '/missing')).toBeNull();
    expect(await client.invokeFile('contract', '/missing')).toBeNull();
    await expect(client.invoke('contract', 'GET', '/failing')).rejects.toMatchObject({
      code: 'unavailable',
      cause: '500 {"title":"Something went wrong","code":"internal"}',
    });
    await expect(client.invoke('absent', 'GET', '/x')).rejects.toMatchObject({ code: 'unavailable' });
    expect(await client.invokeFile('contract', '/file')).toEqual(BYTES);
  });

  test('publishes one event or many as they are, with the trace of each', async () => {
    for (const ids of [['one'], ['two', 'three', 'four']]) {
      received.length = 0;
      expect(await client.publishBulk('events', 'noted', ids.map(entry))).toEqual(new Set());
      const delivered = await waitFor(
        async () => {
          const bodies = received.filter(({ url }) => url === '/events/noted').map(({ body }) => JSON.parse(body));
          return bodies.length === ids.length && bodies;
        },
        { what: 'the sidecar that delivers the events', limitSeconds: 10 },
      );
      expect(delivered.map(({ id }) => id).sort()).toEqual([...ids].sort());
      for (const one of delivered) expect(one).toMatchObject(entry(one.id).event);
    }
  });

  test('fails the whole bulk when two entries have one id', async () => {
    await expect(client.publishBulk('events', 'noted', [entry('same'), entry('same')])).rejects.toThrow('duplicated');
  });

  test('that is paused fails each call within its time limit, and serves again when it goes on', async () => {
    daprd.kill('SIGSTOP');
    const outcomes = await Promise.allSettled([...calls.map(([, call]) => call()), client.isReady()]);
    daprd.kill('SIGCONT');
    expect(outcomes.map(({ status }) => status)).toEqual(outcomes.map(() => 'rejected'));
    await waitFor(() => client.isReady(), { what: 'the sidecar that goes on', limitSeconds: 10 });
    for (const [, call] of calls) await call();
  }, 60_000);

  test('that is killed fails each call, and serves the same client when it is started again', async () => {
    const ended = once(daprd, 'exit');
    daprd.kill('SIGKILL');
    await ended;
    for (const [name, call] of calls) {
      const outcome = await call().then(
        () => 'succeeded',
        () => 'failed',
      );
      expect([name, outcome]).toEqual([name, 'failed']);
    }
    startSidecar();
    await client.waitUntilReady(20_000);
    await waitFor(
      async () => (await client.invoke('contract', 'GET', '/things?ids=a%2Cb').catch(() => null)) !== null,
      {
        what: 'the sidecar that is started again',
        limitSeconds: 10,
      },
    );
    for (const [, call] of calls) await call();
  });
});
