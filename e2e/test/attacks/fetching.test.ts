import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import { runCommand } from '../../support/launcher.js';
import { filled, type Operation, operations } from '../../support/operations.js';
import { type Json, Person } from '../../support/person.js';
import { town } from '../../support/town.js';

let listener: Server;
let address: string;
/** What came to the listener. */
const heard: string[] = [];
let caller: Person;
let all: Operation[];

beforeAll(async () => {
  listener = createServer((request, response) => {
    heard.push(request.url ?? '');
    response.end();
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  address = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/x.png`;
  const person = await Person.join('caller');
  const { code, output } = await runCommand('admin', 'grant', person.username, 'admin');
  expect([code, output]).toEqual([0, expect.any(String)]);
  caller = await person.logInAgain();
  all = await operations();
}, 120_000);

afterAll(() => {
  listener.close();
});

async function send({ method, path }: Operation, init: RequestInit, query = ''): Promise<void> {
  const headers = { ...init.headers, authorization: `Bearer ${caller.accessToken}` };
  const answer = await fetch(town.gatewayUrl + filled(path) + query, { ...init, method, headers });
  expect([path, answer.status < 500]).toEqual([path, true]);
  await answer.arrayBuffer();
}

test('the listener hears whoever connects', async () => {
  await (await fetch(`${address}?hello`)).arrayBuffer();
  expect(heard).toEqual(['/x.png?hello']);
});

test('no string that any operation takes is an address that the town fetches', async () => {
  const before = heard.length;
  for (const operation of all) {
    const query = operation.parameters
      .filter((parameter) => parameter.in === 'query')
      .map(({ name }) => `${name}=${encodeURIComponent(address)}`);
    if (query.length > 0) await send(operation, {}, `?${query.join('&')}`);
    const texts = Object.entries<Json>(operation.body?.properties ?? {}).filter(
      ([, schema]) => schema.type === 'string',
    );
    for (const [name] of texts) {
      const headers = { 'content-type': 'application/json' };
      await send(operation, { headers, body: JSON.stringify({ ...knownFields(operation), [name]: address }) });
    }
  }
  expect(heard.slice(before)).toEqual([]);

  /** What else a body needs, so that its text is taken. */
  function knownFields({ body }: Operation): Json {
    return Object.hasOwn(body.properties, 'password') ? { password: caller.password } : {};
  }
});

test('what people write is not followed, by no service that hears of it', async () => {
  const before = heard.length;
  const word = `link${Date.now()}`;
  const content = `${word} ${address} <img src="${address}"> ![x](${address})`;
  const post = await caller.post('/posts', { content });
  expect(post.status).toBe(201);
  expect((await caller.patch('/profiles/me', { bio: content })).status).toBe(200);
  const comment = await caller.post(`/posts/${post.body.id}/comments`, { content });
  expect(comment.status).toBe(201);
  const reader = await Person.join('reader');
  await eventually(
    () => reader.get(`/search?q=${word}`),
    (answer) => answer.body.items.length > 0,
    'the post has come through every service that shows it',
  );
  expect(heard.slice(before)).toEqual([]);
});

test.each(['host', 'x-forwarded-host', 'forwarded', 'referer', 'origin', 'x-original-url', 'x-rewrite-url'])(
  'nor is an address in the header %s',
  async (header) => {
    const before = heard.length;
    const value = header === 'forwarded' ? `host=${new URL(address).host}` : address;
    const answer = await fetch(`${town.gatewayUrl}/api/v1/auth/forgot-password`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [header]: value },
      body: JSON.stringify({ email: `${caller.username}@example.org` }),
    });
    expect(answer.status).toBeLessThan(500);
    expect(heard.slice(before)).toEqual([]);
  },
);

test('an uploaded file that is an address is no image', async () => {
  const before = heard.length;
  const answer = await caller.upload('POST', '/media', Buffer.from(address), address);
  expect([400, 415]).toContain(answer.status);
  expect(heard.slice(before)).toEqual([]);
});
