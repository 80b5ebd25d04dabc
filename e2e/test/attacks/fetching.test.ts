import { once } from 'node:events';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import { browserSubscription } from '../../support/fixtures.js';
import { mailTo } from '../../support/inbox.js';
import { runCommand } from '../../support/launcher.js';
import { filled, type Operation, operations } from '../../support/operations.js';
import { type Json, Person } from '../../support/person.js';
import { town } from '../../support/town.js';

let listener: Server;
let address: string;
/** The requests that the listener has received. */
const received: string[] = [];
let caller: Person;
/** No operation of these tests names this account: it stays as it is. */
let reader: Person;
let all: Operation[];
/** What the paths of operations name: things that exist, so that a request is not refused for its path. */
let ids: Record<string, string>;

beforeAll(async () => {
  listener = createServer((request, response) => {
    received.push(request.url ?? '');
    response.end();
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  address = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/x.png`;
  const person = await Person.join('caller');
  const { code, output } = await runCommand('admin', 'grant', person.username, 'admin');
  expect(`${code} ${output}`).toMatch(/^0 /);
  caller = await person.logInAgain();
  reader = await Person.join('reader');
  const post = await caller.post('/posts', { content: 'A post' });
  const comment = await caller.post(`/posts/${post.body.id}/comments`, { content: 'A comment' });
  const other = await Person.join('other');
  ids = {
    postId: post.body.id,
    commentId: comment.body.id,
    userId: other.userId,
    tag: 'tag',
    username: other.username,
  };
  all = await operations();
}, 120_000);

afterAll(() => {
  listener.close();
});

/**
 * Waits until the services have processed what was sent before: a post that is written now has passed through the broker
 * and every service on its way to the search.
 */
async function processed(): Promise<void> {
  const word = `marker${Date.now()}`;
  expect((await caller.post('/posts', { content: word })).status).toBe(201);
  await eventually(
    () => reader.get(`/search?q=${word}`),
    (answer) => answer.body.items.length > 0,
    'the search finds a post that was written later',
  );
}

/** Sends an operation as the caller, and returns the status. */
async function send({ method, path }: Operation, init: RequestInit, query = ''): Promise<number> {
  const headers = { ...init.headers, authorization: `Bearer ${caller.accessToken}` };
  const answer = await fetch(town.gatewayUrl + filled(path, ids) + query, { ...init, method, headers });
  expect([path, answer.status < 500]).toEqual([path, true]);
  await answer.arrayBuffer();
  return answer.status;
}

const textFieldsOf = ({ body }: Operation): [name: string, schema: Json][] =>
  Object.entries<Json>(body?.properties ?? {}).filter(([, schema]) => schema.type === 'string');

/** A body that the operation takes, with the address in one of its texts. */
function bodyWith({ body }: Operation, field: string): Json {
  const required: string[] = body.required ?? [];
  const others = required
    .filter((name) => name !== field)
    .map((name) => [name, exampleOf(name, body.properties[name])]);
  return { ...Object.fromEntries(others), [field]: address };
}

function exampleOf(name: string, schema: Json): Json {
  if (/password/i.test(name)) return caller.password;
  if (name in ids) return ids[name];
  if (schema.enum) return schema.enum[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.type === 'object') {
    const entries = Object.entries<Json>(schema.properties ?? {});
    return Object.fromEntries(entries.map(([key, one]) => [key, key === 'id' ? ids.postId : exampleOf(key, one)]));
  }
  if (schema.type === 'array') return [];
  return { boolean: true, integer: 1, number: 1 }[schema.type as string] ?? 'text';
}

test('the listener receives the request of a program that fetches its address', async () => {
  await (await fetch(`${address}?hello`)).arrayBuffer();
  expect(received).toEqual(['/x.png?hello']);
});

/** The texts that are stored or searched as the client writes them: the requests with an address in one of them succeed. */
const FREE_TEXTS = [
  'GET /api/v1/search?q',
  'POST /api/v1/posts content',
  'PATCH /api/v1/posts/{postId} content',
  'POST /api/v1/posts/{postId}/comments content',
  'PATCH /api/v1/comments/{commentId} content',
  'PATCH /api/v1/profiles/me bio',
  'PATCH /api/v1/profiles/me fullName',
];

test('the town fetches no address that a client puts into a text of any operation', async () => {
  const before = received.length;
  const taken: string[] = [];
  for (const operation of all) {
    for (const { name } of operation.parameters.filter((parameter) => parameter.in === 'query')) {
      const status = await send(operation, {}, `?${name}=${encodeURIComponent(address)}`);
      if (status < 300) taken.push(`${operation.name}?${name}`);
    }
    for (const [name] of textFieldsOf(operation)) {
      const headers = { 'content-type': 'application/json' };
      const status = await send(operation, { headers, body: JSON.stringify(bodyWith(operation, name)) });
      if (status < 300) taken.push(`${operation.name} ${name}`);
    }
  }
  await processed();
  expect(taken).toEqual(expect.arrayContaining(FREE_TEXTS));
  expect(received.slice(before)).toEqual([]);
}, 120_000);

test('a push subscription at an address of this machine is refused, in every spelling, and nothing connects to it', async () => {
  const before = received.length;
  const { port } = new URL(address);
  const hosts = ['127.0.0.1', 'localhost', '2130706433', '0x7f.1', '[::1]', '[::ffff:127.0.0.1]'];
  const endpoints = [address, ...hosts.map((host) => `https://${host}:${port}/x`)];
  for (const endpoint of endpoints) {
    const { status, body } = await caller.post('/notifications/push/subscriptions', {
      ...browserSubscription(),
      endpoint,
    });
    expect([endpoint, status, body.errors?.[0]?.field]).toEqual([endpoint, 400, 'endpoint']);
  }
  await processed();
  expect(received.slice(before)).toEqual([]);
});

test('no service fetches the links and images in a post, a profile or a comment', async () => {
  const before = received.length;
  const content = `${address} <img src="${address}"> ![x](${address})`;
  const post = await caller.post('/posts', { content });
  expect(post.status).toBe(201);
  expect((await caller.patch('/profiles/me', { bio: content })).status).toBe(200);
  expect((await caller.post(`/posts/${post.body.id}/comments`, { content })).status).toBe(201);
  await processed();
  expect(received.slice(before)).toEqual([]);
});

/** Sends headers that `fetch` sets itself or leaves out, such as `Host`. */
function postWith(headers: Record<string, string>, path: string, body: object): Promise<number> {
  const text = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const length = String(Buffer.byteLength(text));
    const sent = { 'content-type': 'application/json', 'content-length': length, ...headers };
    httpRequest(`${town.gatewayUrl}${path}`, { method: 'POST', headers: sent }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode!));
    })
      .on('error', reject)
      .end(text);
  });
}

test.each(['host', 'x-forwarded-host', 'forwarded', 'referer', 'origin', 'x-original-url', 'x-rewrite-url'])(
  'an address in the header %s is neither fetched nor written into the mail that the request asks for',
  async (header) => {
    const before = received.length;
    const person = await Person.join('forgetful');
    const email = `${person.username}@example.org`;
    const { host } = new URL(address);
    const value = { host, 'x-forwarded-host': host, forwarded: `host=${host}` }[header] ?? address;
    expect(await postWith({ [header]: value }, '/api/v1/auth/forgot-password', { email })).toBe(202);
    const mail = await mailTo(email, 'A new password');
    expect(JSON.stringify(mail)).not.toContain(host);
    await processed();
    expect(received.slice(before)).toEqual([]);
  },
);

test('an uploaded file that holds an address is refused, and the address is not fetched', async () => {
  const before = received.length;
  const answer = await caller.upload('POST', '/media', Buffer.from(address), address);
  expect([400, 415]).toContain(answer.status);
  await processed();
  expect(received.slice(before)).toEqual([]);
});
