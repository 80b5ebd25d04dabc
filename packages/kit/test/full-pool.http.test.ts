import { afterAll, beforeAll, expect, test } from '@jest/globals';
import request from 'supertest';
import { defineSubscription } from '../src/events/subscription.js';
import type { Service, ServiceParts } from '../src/run-service.js';
import { TestService } from '../src/testing/index.js';
import { createWidgetService, WIDGET_SCHEMA, widgetMade } from './widget-service.js';

const POOL_SIZE = 3;

let service: TestService;
let gate: { opened: Promise<void>; open(): void };
let arrived = 0;
let onArrival: () => void = () => {};

/** The widget service with a handler that keeps its connection until the gate is open. */
function createSlowService(parts: ServiceParts): Service {
  const onMade = defineSubscription(widgetMade, async (_event, tx) => {
    await tx.manager.query('SELECT 1');
    arrived += 1;
    onArrival();
    await gate.opened;
  });
  return { ...createWidgetService(parts), subscriptions: [onMade] };
}

beforeAll(async () => {
  const definition = { name: 'widget', schema: WIDGET_SCHEMA };
  service = await TestService.start(definition, createSlowService, { DATABASE_POOL_SIZE: POOL_SIZE });
});
afterAll(() => service.stop());

test('while all connections are in use, a request gets a 503 and an event is delivered again', async () => {
  gate = newGate();
  const held = Array.from({ length: POOL_SIZE }, () =>
    service.database.transaction(async ({ manager }) => {
      await manager.query('SELECT 1');
      await gate.opened;
    }),
  );
  const [answer, status] = await Promise.all([
    request(service.url)
      .get('/widgets')
      .set(await service.as()),
    deliver(),
  ]);
  expect(answer.status).toBe(503);
  expect(answer.headers['retry-after']).toBe('1');
  expect(answer.body).toMatchObject({ code: 'unavailable', detail: expect.stringContaining('database') });
  expect(status).toBe('RETRY');
  gate.open();
  await Promise.all(held);
  expect(
    (
      await request(service.url)
        .get('/widgets')
        .set(await service.as())
    ).status,
  ).toBe(200);
  expect(await deliver()).toBe('SUCCESS');
});

test('waiting event handlers leave connections to requests', async () => {
  gate = newGate();
  arrived = 0;
  const first = new Promise<void>((resolve) => {
    onArrival = resolve;
  });
  const deliveries = Array.from({ length: 2 * POOL_SIZE }, deliver);
  await first;
  const answers = await Promise.all(
    Array.from({ length: 10 }, async () =>
      request(service.url)
        .get('/widgets')
        .set(await service.as()),
    ),
  );
  expect(answers.map((answer) => answer.status)).toEqual(Array(10).fill(200));
  expect(arrived).toBe(1);
  gate.open();
  expect(await Promise.all(deliveries)).toEqual(Array(2 * POOL_SIZE).fill('SUCCESS'));
});

function deliver(): Promise<string> {
  return service.deliver(widgetMade, { widgetId: '1', name: 'lamp' });
}

function newGate(): typeof gate {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
