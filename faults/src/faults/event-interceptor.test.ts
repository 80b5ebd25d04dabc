import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Random } from '@townsquare/demo/random';
import { EventInterceptor } from './event-interceptor.js';

let app: Server;
let interceptor: EventInterceptor;
let address: string;
let delivered: string[];

beforeEach(async () => {
  delivered = [];
  app = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    delivered.push(`${request.url} ${Buffer.concat(chunks)}`);
    response.end('{"status":"SUCCESS"}');
  }).listen(0, '127.0.0.1');
  await once(app, 'listening');
  interceptor = new EventInterceptor(new Random('interceptor'), 50);
  address = `http://127.0.0.1:${await interceptor.listenBefore((app.address() as { port: number }).port)}`;
});

afterEach(async () => {
  await interceptor.close();
  app.closeAllConnections();
  await once(app.close(), 'close');
});

const post = (path: string, body: string) => fetch(`${address}${path}`, { method: 'POST', body });

test('every event is delivered, some late, some twice, and some answers are lost', async () => {
  const events = Array.from({ length: 200 }, (_, index) => `event ${index}`);
  const answers = await Promise.all(events.map((event) => post('/events/post.created', event)));
  await interceptor.redeliver();
  expect(new Set(delivered)).toEqual(new Set(events.map((event) => `/events/post.created ${event}`)));
  expect(delivered.length).toBeGreaterThan(events.length + interceptor.duplicated);
  expect(delivered.slice(0, events.length)).not.toEqual(events.map((event) => `/events/post.created ${event}`));
  expect(answers.filter(({ status }) => status === 500)).toHaveLength(interceptor.responsesLost);
  expect(Math.min(interceptor.duplicated, interceptor.delayed, interceptor.responsesLost)).toBeGreaterThan(0);
});

test('what is no event is left as it is', async () => {
  for (let call = 0; call < 50; call++) expect((await post('/api/v1/posts', 'x')).status).toBe(200);
  expect(await interceptor.redeliver()).toBe(0);
  expect(delivered).toHaveLength(50);
});
