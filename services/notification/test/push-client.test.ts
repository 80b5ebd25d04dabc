import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PushService } from '@townsquare/push-service';
import webPush from 'web-push';
import { PushClient } from '../src/clients/push-client.js';

const KEYS = webPush.generateVAPIDKeys();
const VAPID = { subject: 'mailto:operator@example.org', ...KEYS };
const HEADERS = { TTL: 60, urgency: 'normal', topic: 'group' } as const;

let service: PushService;
/** A server of the private network, and how many connections it has had. */
let inside: Server;
let connections = 0;
let client: PushClient;
beforeAll(async () => {
  service = await PushService.start();
  inside = createServer((socket) => {
    connections++;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(inside, 'listening');
  client = new PushClient(VAPID, { services: [], trustedOrigins: [service.origin] });
});
afterAll(async () => {
  await client.close();
  inside.close();
  await service.stop();
});

const at = (endpoint: string) => {
  const { keys } = service.subscribe(KEYS.publicKey);
  return { endpoint, ...keys };
};
const portOf = (server: Server) => (server.address() as AddressInfo).port;

test('a name that resolves to a private address, alone or beside a public one, is refused when it is connected to', async () => {
  for (const addresses of [['127.0.0.1'], ['203.0.112.1', '127.0.0.1'], ['::ffff:127.0.0.1'], ['::1']]) {
    const resolved = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    const names: string[] = [];
    const rebound = new PushClient(VAPID, { services: [], trustedOrigins: [] }, (name, _options, callback) => {
      names.push(name);
      callback(null, resolved);
    });
    const result = await rebound.send(at(`https://push.example:${portOf(inside)}/x`), 'text', HEADERS);
    expect([addresses, names, 'failed' in result && result.failed]).toEqual([addresses, ['push.example'], 'refused']);
    await rebound.close();
  }
  expect(connections).toBe(0);
});

test.each(['http://127.0.0.1', 'https://127.0.0.1', 'https://[::1]', 'https://localhost'])(
  'nothing connects to %s, which may have been saved under other settings',
  async (origin) => {
    expect(await client.send(at(`${origin}:${portOf(inside)}/x`), 'text', HEADERS)).toEqual({ failed: 'refused' });
    expect(connections).toBe(0);
  },
);

test('a redirect is not followed', async () => {
  const browser = at(service.subscribe(KEYS.publicKey).endpoint);
  service.planned.set(browser.endpoint, [
    { status: 307, headers: { location: `http://127.0.0.1:${portOf(inside)}/x` } },
  ]);
  expect(await client.send(browser, 'text', HEADERS)).toMatchObject({ status: 307 });
  expect(connections).toBe(0);
});

test('a response of any length is read no further than its beginning', async () => {
  const browser = at(service.subscribe(KEYS.publicKey).endpoint);
  service.planned.set(browser.endpoint, [{ status: 201, body: 'x'.repeat(10_000_000) }]);
  expect(await client.send(browser, 'text', HEADERS)).toMatchObject({ status: 201 });
});

test('a push service that is not there has received nothing, and one that ends the connection may have', async () => {
  const gone = createServer().listen(0, '127.0.0.1');
  await once(gone, 'listening');
  const origins = [gone, inside].map((server) => `http://127.0.0.1:${portOf(server)}`);
  await new Promise((resolve) => gone.close(resolve));
  const trusting = new PushClient(VAPID, { services: [], trustedOrigins: origins });
  expect(await trusting.send(at(`${origins[0]}/x`), 'text', HEADERS)).toMatchObject({ failed: 'unsent' });
  expect(await trusting.send(at(`${origins[1]}/x`), 'text', HEADERS)).toMatchObject({ failed: 'uncertain' });
  await trusting.close();
});
