import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { userDeleted } from '@townsquare/contracts';
import { JwksTokenVerifier, listen, portOf, stopListening, type TokenVerifier } from '@townsquare/kit';
import { createTestTokens } from '@townsquare/kit/testing';
import { Redis } from 'ioredis';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import pino from 'pino';
import { io, type Socket } from 'socket.io-client';
import supertest from 'supertest';
import { createReadingContext } from '../src/app.js';
import type { SocketConfig } from '../src/config.js';
import { createLiveReads } from '../src/live/live-reads.js';
import { SocketHub } from '../src/live/socket-hub.js';
import type { NotificationView } from '../src/views/notification.js';
import { NotificationTown } from './notification-town.js';

const ANA = 1;
const BEN = 2;
const CLEO = 3;
const silent = pino({ level: 'silent' });
const nobody = { profiles: async () => [], posts: async () => [] };

function redisUrl(): string {
  const url = process.env.TOWN_TEST_REDIS_URL;
  if (!url)
    throw new Error('TOWN_TEST_REDIS_URL is not set. Run the tests with `npm test`, which starts what they need.');
  return url;
}

const config: SocketConfig = { REDIS_URL: redisUrl(), SOCKET_TRANSPORTS: ['websocket'] };

let town: NotificationTown;
/** Two instances of the service on one database: the town's own, and one that has only sockets. */
let instances: string[];
const closing: (() => Promise<void>)[] = [];
const open: Socket[] = [];

beforeAll(async () => {
  town = await NotificationTown.start();
  const { service } = town;
  closing.push(town.hub.attach(service.server, service.tokens.verifier, config));
  const second = await startInstance();
  instances = [service.url, second.url];
  closing.push(second.close);
  await subscribed(2);
});
afterAll(async () => {
  for (const close of closing) await close();
  await town.stop();
});
beforeEach(async () => {
  await town.clear();
  await town.people(ANA, BEN, CLEO);
});
afterEach(() => {
  for (const socket of open.splice(0)) socket.disconnect();
});

/** Another instance's sockets, on a server of their own. */
async function startInstance(verifier: TokenVerifier = town.service.tokens.verifier, settings = config) {
  const { database } = town.service;
  const hub = new SocketHub(createLiveReads(createReadingContext(database, nobody)), silent);
  const server = await listen((_request, response) => void response.writeHead(404).end(), '127.0.0.1', 0);
  const closeSockets = hub.attach(server, verifier, settings);
  const close = async () => {
    await closeSockets();
    await stopListening(server, 60_000);
  };
  return { hub, close, url: `http://127.0.0.1:${portOf(server)}` };
}

/** Waits until so many instances listen to each other. */
async function subscribed(count: number): Promise<void> {
  const redis = new Redis(config.REDIS_URL);
  for (;;) {
    const channels = (await redis.pubsub('CHANNELS', 'townsquare:notifications-request*')) as string[];
    const numbers = (await redis.pubsub('NUMSUB', ...channels)) as (string | number)[];
    if (Number(numbers[1] ?? 0) >= count) break;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  redis.disconnect();
}

function connect(url: string, auth: object, options: object = {}): Socket {
  const settings = { transports: ['websocket'], reconnection: false, forceNew: true, auth, ...options };
  const socket = io(url, settings);
  open.push(socket);
  return socket;
}

/** A signed-in person's socket, once it is open. */
async function socketOf(user: number, url: string): Promise<Socket> {
  const socket = connect(url, { token: await tokenOf(user) });
  // The first count tells that the socket is in its room.
  await next(socket, 'unread-count');
  return socket;
}

async function tokenOf(user: number): Promise<string> {
  return (await town.service.tokens.bearer(`${user}`)).replace('Bearer ', '');
}

function next<T>(socket: Socket, event: string): Promise<T> {
  return new Promise((resolve) => socket.once(event, resolve));
}

async function counted(socket: Socket, count: number): Promise<void> {
  while ((await next<{ count: number }>(socket, 'unread-count')).count !== count);
}

describe.each([
  ['the instance that took the event', 0],
  ['another instance', 1],
])('at %s', (_where, instance) => {
  test('one hears of a notification as the list shows it, and how many are unread', async () => {
    const socket = await socketOf(BEN, instances[instance]!);
    const heard = next(socket, 'notification');
    const count = counted(socket, 1);
    await town.post(10, ANA);
    await town.announce(10, ANA, [BEN, CLEO]);
    const { body } = await town.get(BEN);
    expect(await heard).toEqual(body.items[0]);
    await count;
  });

  test('one hears that the count falls when something is read, or taken back', async () => {
    await town.follow(CLEO, ANA, 1);
    await town.post(10, ANA);
    await town.comment(50, BEN);
    const socket = await socketOf(ANA, instances[instance]!);
    const afterReading = counted(socket, 1);
    await town.put(ANA, `/${(await town.get(ANA)).body.items[0].id}/read`);
    await afterReading;
    const afterLeaving = counted(socket, 0);
    await town.unfollow(CLEO, ANA, 2);
    await afterLeaving;
  });

  test('one hears of what came into a group as the list shows the group', async () => {
    await town.post(10, ANA);
    await town.react(BEN, {}, 1);
    const socket = await socketOf(ANA, instances[instance]!);
    const heard = next<NotificationView>(socket, 'notification');
    const count = counted(socket, 1);
    await town.react(CLEO, {}, 1);
    expect(await heard).toEqual((await town.get(ANA)).body.items[0]);
    expect((await heard).message).toBe('Person 3 and Person 2 reacted to your post');
    await count;
  });

  test('one who wants no groups hears of each by itself, and how many are unread of them', async () => {
    await town.post(10, ANA);
    await town.put(ANA, '/preferences', { grouped: false });
    await town.react(BEN, {}, 1);
    const socket = await socketOf(ANA, instances[instance]!);
    const heard = next<NotificationView>(socket, 'notification');
    const count = counted(socket, 2);
    await town.react(CLEO, {}, 1);
    expect(await heard).toMatchObject({ message: 'Person 3 liked your post', group: null });
    await count;
  });

  test('a kind that is off for sockets is not sent, and is in the list and the unread count', async () => {
    await town.post(10, ANA);
    await town.put(ANA, '/preferences', { sockets: { comment: false } });
    const socket = await socketOf(ANA, instances[instance]!);
    const received: string[] = [];
    socket.on('notification', ({ kind }) => received.push(kind));
    const count = counted(socket, 2);
    await town.comment(50, BEN);
    const other = next(socket, 'notification');
    await town.react(BEN, {}, 1);
    await other;
    await count;
    expect(received).toEqual(['reaction']);
    expect(await town.told(ANA)).toHaveLength(2);
  });

  test('one hears nothing of a kind that one has switched off', async () => {
    await town.post(10, ANA);
    await town.put(ANA, '/preferences', { comment: false });
    const socket = await socketOf(ANA, instances[instance]!);
    const heard: string[] = [];
    socket.on('notification', ({ kind }) => heard.push(kind));
    await town.comment(50, BEN);
    const other = next(socket, 'notification');
    await town.react(BEN, {}, 1);
    await other;
    expect(heard).toEqual(['reaction']);
  });

  test('one hears nothing that is for others', async () => {
    const socket = await socketOf(CLEO, instances[instance]!);
    const heard: unknown[] = [];
    socket.on('notification', (view) => heard.push(view));
    await town.post(10, ANA);
    await town.announce(10, ANA, [BEN]);
    const own = next(socket, 'notification');
    await town.announce(10, ANA, [CLEO]);
    await own;
    expect(heard).toHaveLength(1);
  });

  test('a deleted account is disconnected', async () => {
    const socket = await socketOf(BEN, instances[instance]!);
    const ended = next(socket, 'disconnect');
    await town.deliver(userDeleted, { userId: `${BEN}` });
    expect(await ended).toBe('io server disconnect');
  });
});

describe('a session that ends', () => {
  test('ends its sockets at every instance, and no others', async () => {
    const { verifier, sign } = await sessionTokens();
    const [one, other] = [await startInstance(verifier), await startInstance(verifier)];
    const open = async (url: string, session: string) => {
      const socket = connect(url, { token: await sign(BEN, session) });
      await next(socket, 'unread-count');
      return socket;
    };
    const ending = [await open(one.url, '7'), await open(other.url, '7')];
    const staying = [await open(one.url, '8'), await open(other.url, '8')];
    const ended = ending.map((socket) => next(socket, 'disconnect'));
    // Each instance hears of it by itself.
    for (const { hub } of [one, other]) hub.endSessions(['6', '7']);
    expect(await Promise.all(ended)).toEqual(['io server disconnect', 'io server disconnect']);
    for (const socket of staying) {
      const heard = next(socket, 'unread-count');
      for (const { hub } of [one, other]) hub.publish({ counted: [`${BEN}`] });
      await heard;
    }
    for (const { close } of [one, other]) await close();
  });
});

describe('a socket', () => {
  test('takes the token from an Authorization header as well', async () => {
    const extraHeaders = { authorization: `Bearer ${await tokenOf(BEN)}` };
    await next(connect(instances[0]!, {}, { extraHeaders }), 'connect');
  });

  test.each([
    ['without a token', async () => ({})],
    ['with something else', async () => ({ token: 'let me in' })],
    ['with a token of other keys', async () => ({ token: (await (await createTestTokens()).bearer('2')).slice(7) })],
    ['with a token that is no string', async () => ({ token: { $gt: '' } })],
  ])('is refused %s', async (_how, auth) => {
    const error = await next<Error>(connect(instances[0]!, await auth()), 'connect_error');
    expect(error.message).toBe('unauthenticated');
  });

  test('may not poll unless the service is told to allow it', async () => {
    const socket = connect(instances[0]!, { token: await tokenOf(BEN) }, { transports: ['polling'] });
    expect(await next<Error>(socket, 'connect_error')).toBeInstanceOf(Error);
  });

  test('needs no token of the sidecar, which all other paths need', async () => {
    const request = supertest(town.service.url);
    expect((await request.get('/api/v1/notifications')).status).toBe(401);
    expect((await request.get('/socket.io/')).status).toBe(400);
  });

  test('is ended when its token expires', async () => {
    const { verifier, sign } = await shortTokens();
    const { url, close } = await startInstance(verifier);
    const socket = connect(url, { token: await sign(BEN) });
    await next(socket, 'connect');
    expect(await next(socket, 'disconnect')).toBe('io server disconnect');
    await close();
  });
});

test('an announcement to five hundred is one message between the instances', async () => {
  const redis = new Redis(config.REDIS_URL);
  const messages: string[] = [];
  redis.on('pmessage', (_pattern, channel: string) => messages.push(channel));
  await redis.psubscribe('townsquare:notifications*');
  const socket = await socketOf(BEN, instances[1]!);
  messages.length = 0;
  const heard = next(socket, 'notification');
  await town.post(10, ANA);
  await town.announce(10, ANA, [BEN, ...Array.from({ length: 499 }, (_, index) => 1_000 + index)]);
  await heard;
  expect(messages).toEqual(['townsquare:notifications-request#/#']);
  redis.disconnect();
});

test('a service whose sockets are open stops at once', async () => {
  const { url, close } = await startInstance();
  const socket = await socketOf(BEN, url);
  const ended = next(socket, 'disconnect');
  await close();
  await ended;
});

test('with Redis away, an instance still serves its own', async () => {
  const { hub, url, close } = await startInstance(undefined, { ...config, REDIS_URL: 'redis://127.0.0.1:1' });
  const socket = await socketOf(BEN, url);
  await town.post(10, ANA);
  await town.announce(10, ANA, [BEN]);
  const heard = next<{ message: string }>(socket, 'notification');
  const cause = { kind: 'post', actorId: `${ANA}`, targetType: 'post', targetId: '10' } as const;
  hub.publish({ notified: { cause, recipients: [`${BEN}`], since: new Date().toISOString() } });
  expect((await heard).message).toBe('Person 1 posted');
  await close();
});

/** Tokens that hold for a few seconds. */
async function shortTokens() {
  const { verifier, sign } = await sessionTokens('5s');
  return { verifier, sign: (user: number) => sign(user, '1') };
}

/** Tokens of sessions that the test names. */
async function sessionTokens(lifetime = '10m') {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA');
  const kid = randomUUID();
  const keys = [{ ...(await exportJWK(publicKey)), kid, alg: 'EdDSA' }];
  const rules = { issuer: 'townsquare', audience: 'townsquare' };
  const sign = (user: number, sid: string) =>
    new SignJWT({ sid, roles: ['user'] })
      .setProtectedHeader({ alg: 'EdDSA', kid })
      .setSubject(`${user}`)
      .setIssuer(rules.issuer)
      .setAudience(rules.audience)
      .setExpirationTime(lifetime)
      .sign(privateKey);
  return { verifier: new JwksTokenVerifier(async () => ({ keys }), rules), sign };
}
