import { createServer, request as httpRequest, type Server } from 'node:http';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createLogger, portOf, stopListening } from '@townsquare/kit';
import { Server as SocketServer } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import { SocketProxy } from '../src/realtime/socket-proxy.js';
import { GatewayUnderTest } from './gateway-under-test.js';

const logger = createLogger('gateway', 'silent');
let behind: Server;
let sockets: SocketServer;
let proxy: SocketProxy;
let gateway: GatewayUnderTest;
let allowed = true;
const seen: Record<string, unknown>[] = [];
const clients: Socket[] = [];

beforeEach(async () => {
  allowed = true;
  seen.length = 0;
  behind = createServer((_request, response) => void response.end('a page that must not be reached'));
  await new Promise<void>((resolve) => behind.listen(0, '127.0.0.1', resolve));
  sockets = new SocketServer(behind);
  sockets.on('connection', (socket) => {
    seen.push({ ...socket.handshake.headers });
    socket.on('ask', (text, answer) => answer(`heard ${text}`));
  });
  const socketLimits = {
    clientOf: () => ({ address: '192.0.2.7', protocol: 'https' as const, unreadable: undefined }),
    count: async () => ({ budget: 'address' as const, allowed, limit: 1, remaining: 0, resetSeconds: 9 }),
  };
  proxy = new SocketProxy(`http://127.0.0.1:${portOf(behind)}`, socketLimits, ['https://app.example'], logger);
  gateway = await GatewayUnderTest.start({ poll: proxy.poll() });
  gateway.server.on('upgrade', proxy.upgrade);
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.disconnect();
  proxy.close();
  await gateway.stop();
  await sockets.close();
});

function connect(transports: string[]): Socket {
  const client = io(gateway.url, {
    transports,
    reconnection: false,
    extraHeaders: { 'dapr-caller-app-id': 'auth', 'x-forwarded-for': '10.0.0.1' },
  });
  clients.push(client);
  return client;
}

test.each([[['websocket']], [['polling']], [['polling', 'websocket']]])(
  'a socket works over %j',
  async (transports) => {
    const client = connect(transports);
    expect(await client.timeout(5_000).emitWithAck('ask', 'hello')).toBe('heard hello');
    expect(seen[0]).not.toHaveProperty('dapr-caller-app-id');
    expect(seen[0]!['x-forwarded-for']).not.toBe('10.0.0.1, 10.0.0.1');
  },
);

test('open sockets end when the gateway stops', async () => {
  const client = connect(['websocket']);
  await client.timeout(5_000).emitWithAck('ask', 'hello');
  const ended = new Promise((resolve) => client.on('disconnect', resolve));
  proxy.close();
  await ended;
});

test('nothing but /socket.io is reached', async () => {
  for (const path of ['/', '/socket.io/../', '/socket.iox', '/socket.io/x', '/other']) {
    expect(await upgrade(path)).toBe(404);
  }
  const response = await fetch(`${gateway.url}/socket.io/x`);
  expect(response.status).not.toBe(200);
  expect(await response.text()).not.toContain('must not be reached');
});

test('an address that has used up its budget gets no socket', async () => {
  allowed = false;
  expect(await upgrade('/socket.io/?EIO=4&transport=websocket')).toBe(429);
});

test('a page of another site gets no socket', async () => {
  const path = '/socket.io/?EIO=4&transport=websocket';
  expect(await upgrade(path, { origin: 'https://evil.example' })).toBe(403);
  expect(await upgrade(path, { origin: 'https://app.example' })).toBe(101);
  expect(await upgrade(path, { origin: gateway.url })).toBe(101);
});

test('while the service is away it is 503', async () => {
  await stopListening(behind, 0);
  expect(await upgrade('/socket.io/?EIO=4&transport=websocket')).toBe(503);
  expect((await fetch(`${gateway.url}/socket.io/?EIO=4&transport=polling`)).status).toBe(503);
});

/** Requests an upgrade; returns the status of the refusal, or 101. */
function upgrade(path: string, more: Record<string, string> = {}): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    // Not a URL, which would tidy up the path.
    const { hostname, port } = new URL(gateway.url);
    const headers = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      ...more,
    };
    const request = httpRequest({ hostname, port, path, headers }, (response) => {
      resolve(response.resume().statusCode);
    });
    request.on('upgrade', (_response, socket) => {
      socket.destroy();
      resolve(101);
    });
    request.on('error', reject);
    request.end();
  });
}
