import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { DaprClient } from '../src/dapr/dapr-client.js';
import { insideTransaction } from '../src/database/open-transaction.js';
import { portOf } from '../src/http/listen.js';
import { withContext } from '../src/request-context.js';

const TRACE = { requestId: 'request-1', traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };
const ENTRIES = ['a', 'b'].map((entryId) => ({
  entryId,
  event: { specversion: '1.0', id: entryId, source: 'post', type: 'post.created' },
  contentType: 'application/cloudevents+json',
  metadata: { partitionKey: 'p1' },
}));

/** Every call that waits for the SDK to parse a response. */
const sdkCalls: [string, (client: DaprClient) => Promise<unknown>][] = [
  ['reading state', (client) => client.getState('state', 'a|b/c')],
  ['saving state', (client) => client.saveState('state', 'a|b/c', { n: 1 }, 60)],
  ['deleting state', (client) => client.deleteState('state', 'a|b/c')],
  ['reading a secret', (client) => client.getSecret('secrets', 'post-database')],
  [
    'invoking a binding',
    (client) => client.invokeBinding('mail', 'create', { emailTo: 'ana@example.org' }, '<p>Hi</p>'),
  ],
  ['invoking a service', (client) => client.invoke('user', 'GET', '/internal/people?ids=1%2C2')],
  ['publishing in bulk', (client) => client.publishBulk('events-post', 'post.created', ENTRIES)],
];
const byteCalls: typeof sdkCalls = [
  ['reading a binding', (client) => client.readBinding('media', 'get', { fileName: 'a.webp' })],
  ['reading a file of a service', (client) => client.invokeFile('post', '/internal/images/1')],
];
const allCalls = [...sdkCalls, ...byteCalls];

interface Request {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

let respond: (response: ServerResponse, request: Request) => void;
let received: Request[];
let sidecar: Server;
let client: DaprClient;

beforeEach(async () => {
  received = [];
  sidecar = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { method = '', url = '', headers } = request;
    received.push({ method, url, headers, body });
    respond(response, received.at(-1)!);
  });
  sidecar.listen(0, '127.0.0.1');
  await once(sidecar, 'listening');
  client = new DaprClient({ host: '127.0.0.1', port: portOf(sidecar), apiToken: 'secret-token' });
});
afterEach(async () => {
  sidecar.closeAllConnections();
  sidecar.close();
  await client.close();
});

const send = (status: number, body = '', headers = {}) => {
  respond = (response) => response.writeHead(status, headers).end(body);
};

describe('what a sidecar receives', () => {
  test.each(allCalls)('has the token, the trace and the request id when %s', async (_name, call) => {
    send(204);
    await withContext(TRACE, () => call(client)).catch(() => undefined);
    expect(received).toHaveLength(1);
    expect(received[0]!.headers).toMatchObject({
      'dapr-api-token': 'secret-token',
      traceparent: TRACE.traceparent,
      'x-request-id': TRACE.requestId,
    });
  });

  test('is the call itself, without a request for the metadata before it', async () => {
    send(204);
    for (const [, call] of allCalls) await call(client).catch(() => undefined);
    expect(received.map(({ method, url }) => `${method} ${url.replace(/\?$/, '')}`)).toEqual([
      'GET /v1.0/state/state/a%7Cb%2Fc',
      'POST /v1.0/state/state',
      'DELETE /v1.0/state/state/a%7Cb%2Fc',
      'GET /v1.0/secrets/secrets/post-database',
      'POST /v1.0/bindings/mail',
      'GET /v1.0/invoke/user/method/internal/people?ids=1%2C2',
      'POST /v1.0/publish/bulk/events-post/post.created',
      'POST /v1.0/bindings/media',
      'GET /v1.0/invoke/post/method/internal/images/1',
    ]);
    expect(JSON.parse(received[1]!.body)).toMatchObject([
      { key: 'a|b/c', value: { n: 1 }, metadata: { ttlInSeconds: '60' } },
    ]);
    expect(JSON.parse(received[6]!.body)).toEqual(
      ENTRIES.map(({ entryId: entryID, ...entry }) => ({ entryID, ...entry })),
    );
    for (const { body, headers } of received) {
      expect(headers['content-type']).toBe(body === '' ? undefined : 'application/json');
    }
  });

  test('is JSON also where it looks like a CloudEvent or is empty', async () => {
    send(200, '{}');
    await client.invoke('user', 'POST', '/internal/x', ENTRIES[0]!.event);
    await client.invoke('user', 'POST', '/internal/x', []);
    expect(received.map(({ body, headers }) => [headers['content-type'], body])).toEqual([
      ['application/json', JSON.stringify(ENTRIES[0]!.event)],
      ['application/json', '[]'],
    ]);
  });

  test('is nothing if a key would be read as another path', async () => {
    send(200, '{}');
    await expect(client.getState('state', '..')).rejects.toThrow('dot segment');
    await expect(client.invoke('user', 'GET', '/internal/%2e%2E/x')).rejects.toMatchObject({ code: 'unavailable' });
    expect(received).toEqual([]);
  });

  test.each(allCalls)('is nothing when %s inside a transaction', async (_name, call) => {
    send(200, '{}');
    await expect(insideTransaction(async () => void (await call(client)))).rejects.toThrow();
    expect(received).toEqual([]);
  });
});

describe('a response', () => {
  test('of 204 means that there is no state, and one of 200 has its value', async () => {
    send(204);
    expect(await client.getState('state', 'k')).toBeUndefined();
    for (const value of ['text', '', 0, false, null, { error: 'a value of this name' }, ['a']]) {
      send(200, JSON.stringify(value));
      expect(await client.getState('state', 'k')).toEqual(value);
    }
  });

  test('of 404 from a service is null', async () => {
    send(404, '{"title":"There is no such thing"}');
    expect(await client.invoke('user', 'GET', '/x')).toBeNull();
    expect(await client.invokeFile('user', '/x')).toBeNull();
  });

  test('with a problem of the service is `unavailable`, with that problem as its cause', async () => {
    send(500, '{"title":"Something went wrong","code":"internal"}');
    const problem = { code: 'unavailable', cause: '500 {"title":"Something went wrong","code":"internal"}' };
    await expect(client.invoke('user', 'GET', '/x')).rejects.toMatchObject(problem);
    await expect(client.invokeFile('user', '/x')).rejects.toMatchObject(problem);
  });

  test('is bytes, unchanged, when a file is read', async () => {
    const bytes = Buffer.from([0, 255, 128, 10, 200]);
    respond = (response) => response.writeHead(200).end(bytes);
    expect(await client.readBinding('media', 'get', {})).toEqual(bytes);
    expect(await client.invokeFile('post', '/x')).toEqual(bytes);
  });

  test('that names the failed entries of a bulk leaves the others published', async () => {
    send(500, '{"errorCode":"ERR_PUBSUB_PUBLISH_MESSAGE","failedEntries":[{"entryId":"b","error":"no room"}]}');
    expect(await client.publishBulk('events-post', 'post.created', ENTRIES)).toEqual(new Set(['b']));
  });

  test('that names no entry is a failure of the whole bulk', async () => {
    send(403, '{"errorCode":"ERR_PUBSUB_FORBIDDEN","message":"topic post.created is not allowed"}');
    await expect(client.publishBulk('events-post', 'post.created', ENTRIES)).rejects.toThrow('ERR_PUBSUB_FORBIDDEN');
  });
});

describe('a sidecar that responds with nonsense fails the call', () => {
  test.each(allCalls)('with an error status when %s', async (_name, call) => {
    for (const status of [400, 401, 403, 409, 500, 503]) {
      send(status, '{"errorCode":"ERR"}');
      await expect(call(client)).rejects.toThrow();
    }
  });

  test.each(allCalls)('with a redirect, which would carry the token away, when %s', async (_name, call) => {
    for (const status of [301, 302, 304, 307]) {
      send(status, '', { location: '/elsewhere' });
      await expect(call(client)).rejects.toThrow();
    }
    expect(received.map(({ url }) => url)).not.toContain('/elsewhere');
  });

  test.each(sdkCalls)('with something other than JSON when %s', async (_name, call) => {
    for (const body of ['hello', '<html></html>', '{"half":', 'undefined']) {
      send(200, body);
      await expect(call(client)).rejects.toThrow();
    }
  });

  test.each(sdkCalls.filter(([name]) => /saving|deleting|publishing|secret|service|reading/.test(name)))(
    'with 200 and nothing when %s',
    async (_name, call) => {
      send(200);
      await expect(call(client)).rejects.toThrow();
    },
  );

  test.each(allCalls)('with a connection that breaks off when %s', async (_name, call) => {
    respond = (response) => response.writeHead(200, { 'content-length': 100 }).write('{"n":', () => response.destroy());
    await expect(call(client)).rejects.toThrow();
  });

  test('with a body that never ends', async () => {
    respond = (response) => {
      response.writeHead(200).write('[0');
      const chunk = `${',0'.repeat(500_000)}`;
      const more = () => response.write(chunk, (error) => !error && setImmediate(more));
      more();
    };
    await expect(client.getSecret('secrets', 'x')).rejects.toThrow();
  });

  test('with bytes that are not HTTP', async () => {
    const server = createTcpServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const other = new DaprClient({ host: '127.0.0.1', port, apiToken: 'secret-token' });
    for (const [, call] of allCalls) await expect(call(other)).rejects.toThrow();
    await other.close();
    server.close();
  });
});

describe('a sidecar that does not respond', () => {
  test('is given the time limit of each call, and 64 calls at most', async () => {
    let open = 0;
    let most = 0;
    respond = (response) => {
      open += 1;
      most = Math.max(most, open);
      response.on('close', () => {
        open -= 1;
      });
    };
    const calls = Array.from({ length: 100 }, (_, n) => client.getSecret('secrets', `k${n}`));
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toEqual([]);
    for (const outcome of outcomes)
      expect(String((outcome as PromiseRejectedResult).reason)).toContain('within 5000 ms');
    expect(most).toBe(64);
    send(200, '"here again"');
    expect(await client.getState('state', 'k')).toBe('here again');
  });

  test('fails every kind of call in the end', async () => {
    respond = () => undefined;
    const outcomes = await Promise.allSettled(allCalls.map(([, call]) => call(client)));
    expect(outcomes.map(({ status }) => status)).toEqual(allCalls.map(() => 'rejected'));
  });

  test('may close while calls are under way, which end first', async () => {
    respond = (response) => void setTimeout(() => response.end('"late"'), 100);
    const other = new DaprClient({ host: '127.0.0.1', port: portOf(sidecar), apiToken: 'secret-token' });
    const call = other.getState('state', 'k');
    await once(sidecar, 'request');
    await other.close();
    expect(await call).toBe('late');
  });
});
