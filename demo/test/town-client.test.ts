import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { DemoUser } from '../src/town/demo-user.js';
import { TownClient } from '../src/town/town-client.js';

interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}
type Answer = { status: number; body?: unknown; headers?: Record<string, string> } | 'hangUp';

/** A town that answers as the test says, request by request, and remembers what it was asked. */
let answers: Answer[] = [];
let seen: Seen[] = [];
let server: Server;
let client: TownClient;

beforeEach(async () => {
  [answers, seen] = [[], []];
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers } = request;
    seen.push({ method, url, headers, body: Buffer.concat(chunks).toString('latin1') });
    const answer = answers.shift() ?? { status: 500 };
    if (answer === 'hangUp') return void request.socket.destroy();
    response.writeHead(answer.status, answer.headers).end(answer.body === undefined ? '' : JSON.stringify(answer.body));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  client = new TownClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 2);
});

afterEach(async () => {
  await client.close();
  await new Promise((closed) => server.close(closed));
});

const ANA = { username: 'ana', email: 'ana@people.example', password: 'secret', fullName: 'Ana', bio: 'Hello.' };
const tokens = (expiresIn: number, accessToken = 'a1') => ({
  status: 200,
  body: { accessToken, refreshToken: 'r1', expiresIn, userId: '7' },
});

describe('requests', () => {
  test.each([
    ['a town that is too busy', { status: 429, headers: { 'retry-after': '0' } } as Answer],
    ['a service that is away', { status: 503, headers: { 'retry-after': '0' } } as Answer],
    ['a connection that breaks', 'hangUp' as Answer],
  ])('are made again after %s, as the same request', async (_case, first) => {
    answers = [first, { status: 201, body: { id: '1' } }];
    const request = { method: 'POST', path: '/x', json: { a: 1 }, idempotencyKey: 'k' } as const;
    expect(await client.call(request)).toEqual({ id: '1' });
    expect(client.retries).toBe(1);
    expect(seen.map(({ headers, body }) => [headers['idempotency-key'], body])).toEqual([
      ['k', '{"a":1}'],
      ['k', '{"a":1}'],
    ]);
  });

  test('wait as long as the town says', async () => {
    answers = [{ status: 429, headers: { 'retry-after': '1' } }, { status: 204 }];
    const started = Date.now();
    await client.call({ method: 'PUT', path: '/x' });
    expect(Date.now() - started).toBeGreaterThanOrEqual(1_000);
  });

  test('that are refused are not made again, and the reason is told', async () => {
    answers = [{ status: 400, body: { code: 'invalid_request', detail: 'content: must not be empty' } }];
    const call = client.call({ method: 'POST', path: '/api/v1/posts', json: {} });
    await expect(call).rejects.toMatchObject({
      status: 400,
      code: 'invalid_request',
      message: 'POST /api/v1/posts answered 400: content: must not be empty',
    });
    expect(seen).toHaveLength(1);
  });

  test('with a file go as a form', async () => {
    answers = [{ status: 201, body: {} }];
    await client.call({ method: 'POST', path: '/api/v1/media', file: Buffer.from('pixels') });
    expect(seen[0]!.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(seen[0]!.body).toMatch(/name="file"; filename="image.png"\r\nContent-Type: image\/png\r\n\r\npixels\r\n--/);
  });
});

describe('a user', () => {
  test('renews tokens before they end, once for all requests that wait', async () => {
    const user = new DemoUser(client, ANA, 300);
    answers = [tokens(30), tokens(600, 'a2'), { status: 204 }, { status: 204 }];
    await user.logIn();
    await Promise.all([user.put('/one'), user.put('/two')]);
    expect(seen.map(({ url }) => url).sort()).toEqual(['/api/v1/auth/login', '/api/v1/auth/refresh', '/one', '/two']);
    expect(seen.at(-1)!.headers).toMatchObject({ authorization: 'Bearer a2', 'x-forwarded-for': '198.18.1.44' });
  });

  test('logs in again when the refresh token is no longer good', async () => {
    const user = new DemoUser(client, ANA, 0);
    answers = [tokens(30), { status: 401, body: { code: 'unauthenticated' } }, tokens(600, 'a3'), { status: 204 }];
    await user.logIn();
    await user.put('/one');
    expect(seen.at(-1)!.headers.authorization).toBe('Bearer a3');
  });

  test('does not mind that the account is there already', async () => {
    const user = new DemoUser(client, ANA, 0);
    answers = [{ status: 409, body: { code: 'conflict' } }];
    expect(await user.register()).toBe(false);
  });

  test('counts a deactivation as done when its repetition finds that the session has ended', async () => {
    const user = new DemoUser(client, ANA, 0);
    answers = [tokens(600), { status: 503 }, { status: 401, body: { code: 'unauthenticated' } }];
    await user.logIn();
    await user.deactivate();
    expect(seen.map(({ url }) => url)).toEqual([
      '/api/v1/auth/login',
      '/api/v1/auth/me/deactivation',
      '/api/v1/auth/me/deactivation',
    ]);
  });

  test('reads lists to their end', async () => {
    const user = new DemoUser(client, ANA, 0);
    const pages = [
      { items: [1, 2], nextCursor: 'c 1' },
      { items: [3], nextCursor: null },
    ];
    answers = [tokens(600), ...pages.map((body) => ({ status: 200, body }))];
    await user.logIn();
    expect(await user.list('/things')).toEqual([1, 2, 3]);
    expect(seen.slice(1).map(({ url }) => url)).toEqual(['/things?limit=100', '/things?limit=100&cursor=c%201']);
  });
});
