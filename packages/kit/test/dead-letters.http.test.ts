import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { metrics } from '../src/metrics.js';
import { TestService, testEvent } from '../src/testing/index.js';
import { createWidgetService, WIDGET_SCHEMA, widgetMade } from './widget-service.js';

const ROUTE = '/internal/deadletters';
const clock = { widgetId: '5', name: 'clock' };
const unlucky = { widgetId: '6', name: 'unlucky' };

let service: TestService;

beforeAll(async () => {
  service = await TestService.start({ name: 'widget', schema: WIDGET_SCHEMA }, createWidgetService);
});
afterAll(() => service.stop());
beforeEach(async () => {
  await service.database.manager.query('DELETE FROM dead_letters');
  await service.database.manager.query('DELETE FROM widgets');
});

/** Delivers a message to the dead letters, as the sidecar does. */
const giveUp = async (message: string | object) => {
  const text = typeof message === 'string' ? message : JSON.stringify(message);
  return request(service.url)
    .post('/deadletters')
    .set(await service.as())
    .set('content-type', 'application/cloudevents+json')
    .send(JSON.stringify({ id: 'random', data_base64: Buffer.from(text).toString('base64') }))
    .expect(200, { status: 'SUCCESS' });
};

const operator = () => service.fromService('operator');
const listed = async () => (await request(service.url).get(ROUTE).set(operator()).expect(200)).body.items;
const replay = (id: string) => request(service.url).post(`${ROUTE}/${id}/replay`).set(operator());
const makeLuck = () =>
  service.database.manager.query("INSERT INTO widgets (name, created_at) VALUES ('luck', UTC_TIMESTAMP(3))");
const counted = async () => {
  const { values } = await metrics.getSingleMetric('dead_letters_total')!.get();
  return values.reduce((sum, { value }) => sum + value, 0);
};

describe('an event that can never be applied', () => {
  test.each([
    ['an event without a field', testEvent(widgetMade, { widgetId: '5' } as typeof clock), 'data.name'],
    ['an event of an unknown version', testEvent(widgetMade, clock, { schemaversion: 9 }), 'schemaversion'],
    ['an event of a type that is not taken', testEvent(widgetMade, clock, { type: 'widget.lost' }), 'widget.lost'],
    ['a text', 'hello', 'not JSON'],
    ['nothing', '', 'not JSON'],
    ['a number', '7', 'no events of the type null'],
    ['a null', 'null', 'no events of the type null'],
    ['a message of 5 MB', `"${'x'.repeat(5_000_000)}"`, 'too large'],
  ])('%s is kept with the reason, and not tried again by itself', async (_case, message, reason) => {
    await giveUp(message);
    const [letter, ...others] = await listed();
    expect(others).toEqual([]);
    expect(letter.reason).toContain(reason);
    expect(letter.retryAt).toBeNull();
    expect((await replay(letter.id)).body).toMatchObject({ applied: false, reason: expect.stringContaining(reason) });
    expect(await listed()).toHaveLength(1);
  });

  test('is one dead letter and counted once, however often it is delivered', async () => {
    const before = await counted();
    const event = testEvent(widgetMade, clock, { schemaversion: 9 });
    await giveUp(event);
    await giveUp(event);
    const letters = await listed();
    expect(letters).toHaveLength(1);
    expect(letters[0].deliveries).toBe(2);
    expect(await counted()).toBe(before + 1);
  });

  test('is shown with its message, and can be discarded', async () => {
    await giveUp('hello');
    const [{ id }] = await listed();
    const shown = await request(service.url).get(`${ROUTE}/${id}`).set(operator()).expect(200);
    expect(shown.body.message).toBe('hello');
    await request(service.url).delete(`${ROUTE}/${id}`).set(operator()).expect(204);
    await request(service.url).get(`${ROUTE}/${id}`).set(operator()).expect(404);
    await replay(id).expect(404);
  });
});

describe('an event that could not be applied for a while', () => {
  test('is kept with the reason of the last failure, and a replay applies it once the cause is gone', async () => {
    const event = testEvent(widgetMade, unlucky);
    expect(await service.deliver(widgetMade, unlucky, { id: event.id })).toBe('RETRY');
    await giveUp(event);
    const [letter] = await listed();
    expect(letter).toMatchObject({ topic: 'widget.made', eventId: event.id, reason: 'Error: not now', attempts: 0 });
    expect((await replay(letter.id)).body).toEqual({ applied: false, reason: 'Error: not now' });
    expect((await listed())[0].attempts).toBe(1);
    await makeLuck();
    expect((await replay(letter.id)).body).toEqual({ applied: true });
    expect(await listed()).toEqual([]);
    const copies = "SELECT COUNT(*) AS copies FROM widgets WHERE name = 'copy of unlucky'";
    expect(Number((await service.database.manager.query(copies))[0].copies)).toBe(1);
  });

  test('is tried again automatically when it is due, with growing pauses, and not before', async () => {
    await giveUp(testEvent(widgetMade, unlucky));
    expect(await service.deadLetters.retryDue()).toBe(false);
    expect((await listed())[0].attempts).toBe(0);
    const pauses: number[] = [];
    for (let attempt = 1; attempt <= 3; attempt++) {
      await makeDue();
      await service.deadLetters.retryDue();
      const [letter] = await listed();
      expect(letter.attempts).toBe(attempt);
      pauses.push(Date.parse(letter.retryAt) - Date.now());
    }
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
    await makeLuck();
    await makeDue();
    expect(await service.deadLetters.retryDue()).toBe(true);
    expect(await listed()).toEqual([]);
  });

  const makeDue = () => service.database.manager.query('UPDATE dead_letters SET retry_at = UTC_TIMESTAMP(3)');
});

test('only the operator can read the dead letters', async () => {
  await request(service.url).get(ROUTE).set(service.fromService('workshop')).expect(403);
  await request(service.url)
    .get(ROUTE)
    .set(await service.as('1', ['admin']))
    .expect(403);
  await request(service.url).post('/deadletters').send({ data_base64: '' }).expect(401);
});
