import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { TestService } from '../src/testing/index.js';
import { publishedEvents } from '../src/testing/test-events.js';
import { createWidgetService, WIDGET_SCHEMA, widgetMade } from './widget-service.js';

let service: TestService;

beforeAll(async () => {
  service = await TestService.start({ name: 'widget', schema: WIDGET_SCHEMA }, createWidgetService);
});
afterAll(() => service.stop());

const countWidgets = async () => {
  const [row] = await service.database.manager.query('SELECT COUNT(*) AS count FROM widgets');
  return Number(row.count);
};

describe('a route', () => {
  test('returns what it created, and publishes the event in the same transaction', async () => {
    const answer = await request(service.url)
      .post('/widgets')
      .set(await service.as('7'))
      .send({ name: ' lamp ' });
    expect(answer.status).toBe(201);
    expect(answer.body.name).toBe('lamp');
    const events = await publishedEvents(service.database, 'widget.made');
    expect(events).toContainEqual(
      expect.objectContaining({ subject: answer.body.id, data: { widgetId: answer.body.id, name: 'lamp' } }),
    );
  });

  test('that fails leaves neither a row nor an event, and its response does not say why', async () => {
    const rows = await countWidgets();
    const events = await publishedEvents(service.database);
    const answer = await request(service.url)
      .post('/widgets')
      .set(await service.as('7'))
      .send({ name: 'broken' });
    expect(answer.status).toBe(500);
    expect(answer.type).toBe('application/problem+json');
    expect(answer.text).not.toContain('secret detail');
    expect(await countWidgets()).toBe(rows);
    expect(await publishedEvents(service.database)).toHaveLength(events.length);
  });

  test.each([
    ['malformed JSON', '{"name":', 'application/json', 400, 'malformed_json'],
    ['a wrong type', '{"name":7}', 'application/json', 400, 'invalid_request'],
    ['an unknown field', '{"name":"x","colour":"red"}', 'application/json', 400, 'invalid_request'],
    ['no body', '', 'application/json', 400, 'invalid_request'],
    ['another content type', 'name=x', 'application/x-www-form-urlencoded', 415, 'unsupported_media_type'],
    ['a body that is too large', JSON.stringify({ name: 'x'.repeat(200_000) }), 'application/json', 413, 'too_large'],
  ])('refuses %s', async (_case, body, type, status, code) => {
    const headers = { ...(await service.as('7')), 'content-type': type };
    const answer = await request(service.url).post('/widgets').set(headers).send(body);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ status, code });
  });

  test('names the invalid field', async () => {
    const answer = await request(service.url)
      .post('/widgets')
      .set(await service.as('7'))
      .send({ name: '', hue: 1 });
    expect(answer.body.errors.map((error: { field: string }) => error.field).sort()).toEqual(['hue', 'name']);
  });

  test.each(['/Widgets', '/widgets/', '//widgets', '/%77idgets', '/OpenAPI.json', '/dapr/subscribe/'])(
    'has one path: %s is not found',
    async (path) => {
      const { status, body } = await request(service.url)
        .get(path)
        .set(await service.as('7'));
      expect([status, body.code]).toEqual([404, 'not_found']);
    },
  );

  test('for other services has one path too, so that another spelling cannot evade an access policy', async () => {
    for (const path of ['/INTERNAL/widgets', '/internal/widgets/']) {
      expect((await request(service.url).get(path).set(service.fromService('workshop'))).status).toBe(404);
    }
  });

  test('that does not exist is a problem document too', async () => {
    const answer = await request(service.url)
      .get('/nothing')
      .set(await service.as());
    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({ code: 'not_found', instance: '/nothing' });
  });
});

describe('access', () => {
  test('a call that does not come from the sidecar is refused, and the probes are not', async () => {
    expect((await request(service.url).get('/widgets')).status).toBe(401);
    expect((await request(service.url).get('/healthz')).status).toBe(200);
    expect((await request(service.url).get('/dapr/subscribe')).status).toBe(401);
  });

  test('a public route needs a valid token', async () => {
    const post = (authorization?: string) => {
      const call = request(service.url).post('/widgets').set({ 'dapr-api-token': 'test-app-token' });
      return (authorization ? call.set({ authorization }) : call).send({ name: 'x' });
    };
    const valid = await service.tokens.bearer('7');
    expect((await post()).status).toBe(401);
    expect((await post('Bearer nonsense')).status).toBe(401);
    expect((await post(`${valid.slice(0, -4)}AAAA`)).status).toBe(401);
    expect((await post(`Basic ${valid}`)).status).toBe(401);
    expect((await post(valid)).status).toBe(201);
  });

  test('a route for a role refuses others', async () => {
    const get = async (role: 'user' | 'moderator') =>
      request(service.url)
        .get('/widgets/1/secrets')
        .set(await service.as('7', [role]));
    expect((await get('user')).status).toBe(403);
    expect((await get('moderator')).status).toBe(200);
  });

  test('a route for services refuses users and other services', async () => {
    const get = (headers: Record<string, string>) => request(service.url).get('/internal/widgets').set(headers);
    expect((await get(await service.as('7', ['admin']))).status).toBe(403);
    expect((await get(service.fromService('stranger'))).status).toBe(403);
    expect((await get(service.fromService('workshop'))).status).toBe(200);
  });
});

describe('an Idempotency-Key', () => {
  const post = async (key: string, name: string, userId = '7') =>
    request(service.url)
      .post('/widgets')
      .set({ ...(await service.as(userId)), 'idempotency-key': key })
      .send({ name });

  test('gives one effect and one response, also to simultaneous requests', async () => {
    const before = await countWidgets();
    const answers = await Promise.all(Array.from({ length: 8 }, () => post('key-1', 'chair')));
    answers.push(await post('key-1', 'chair'));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]));
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect(await countWidgets()).toBe(before + 1);
  });

  test('is refused for another request, and can be used again after a failure', async () => {
    await post('key-2', 'table');
    expect((await post('key-2', 'desk')).body.code).toBe('idempotency_key_reused');
    expect((await post('key-3', 'broken')).status).toBe(500);
    expect((await post('key-3', 'mended')).status).toBe(201);
  });

  test('belongs to its user', async () => {
    const mine = await post('key-4', 'shelf', '7');
    const theirs = await post('key-4', 'shelf', '8');
    expect(theirs.body.id).not.toBe(mine.body.id);
  });

  test('must be printable and short', async () => {
    expect((await post('x'.repeat(65), 'shelf')).body.errors[0].field).toBe('Idempotency-Key');
  });
});

describe('a list', () => {
  test('returns every item once, page after page, also when all have the same time', async () => {
    const headers = await service.as();
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const answer: request.Response = await request(service.url)
        .get('/widgets')
        .query({ limit: 2, ...(cursor ? { cursor } : {}) })
        .set(headers);
      expect(answer.status).toBe(200);
      seen.push(...answer.body.items.map((item: { id: string }) => item.id));
      cursor = answer.body.nextCursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(await countWidgets());
  });

  test.each([{ limit: 0 }, { limit: 101 }, { limit: 'x' }, { cursor: 'bm9uc2Vuc2U' }, { order: 'up' }])(
    'refuses %j',
    async (query) => {
      const answer: request.Response = await request(service.url)
        .get('/widgets')
        .query(query)
        .set(await service.as());
      expect(answer.status).toBe(400);
    },
  );
});

describe('a delivered event', () => {
  const event = { widgetId: '5', name: 'clock' };

  test('has its effect once, however often it is delivered, also simultaneously', async () => {
    const before = await countWidgets();
    const deliver = () => service.deliver(widgetMade, event, { id: 'event-1' });
    expect(new Set(await Promise.all([deliver(), deliver(), deliver()]))).toEqual(new Set(['SUCCESS']));
    expect(await deliver()).toBe('SUCCESS');
    expect(await countWidgets()).toBe(before + 1);
  });

  test('whose effect fails changes nothing and is delivered again', async () => {
    const before = await countWidgets();
    expect(await service.deliver(widgetMade, { widgetId: '6', name: 'unlucky' }, { id: 'event-2' })).toBe('RETRY');
    expect(await countWidgets()).toBe(before);
  });

  test.each([
    ['without a field', { widgetId: '5' }, {}],
    ['of an unknown version', event, { schemaversion: 9 }],
    ['of another type', event, { type: 'widget.lost' }],
  ])('%s goes to the dead letters', async (_case, data, envelope) => {
    expect(await service.deliver(widgetMade, data as typeof event, envelope)).toBe('DROP');
  });

  test('has a route and a dead-letter topic in the list for the sidecar', async () => {
    const answer = await request(service.url)
      .get('/dapr/subscribe')
      .set(await service.as());
    expect(answer.body).toEqual([
      {
        pubsubname: 'events-widget',
        topic: 'widget.made',
        route: '/events/widget.made',
        deadLetterTopic: 'deadletters.widget',
      },
      {
        pubsubname: 'deadletters',
        topic: 'deadletters.widget',
        route: '/deadletters',
        metadata: { rawPayload: 'true' },
      },
    ]);
  });
});

describe('the description of the routes', () => {
  test('has the public routes with their errors, and not those for services', async () => {
    const { body } = await request(service.url)
      .get('/openapi.json')
      .set(await service.as());
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.paths).sort()).toEqual([
      '/widgets',
      '/widgets/{widgetId}/order',
      '/widgets/{widgetId}/secrets',
    ]);
    expect(Object.keys(body.paths['/widgets'].post.responses)).toEqual(
      expect.arrayContaining(['201', '400', '401', '409', '413', '415', '429']),
    );
  });

  test('has each status with which a route responds', async () => {
    const order = async (id: string) =>
      request(service.url)
        .put(`/widgets/${id}/order`)
        .set(await service.as('1'));
    expect([(await order('6')).status, (await order('7')).status]).toEqual([204, 202]);
    const { body } = await request(service.url)
      .get('/openapi.json')
      .set(await service.as());
    const { responses } = body.paths['/widgets/{widgetId}/order'].put;
    expect(responses).toMatchObject({ 202: { description: 'It is delivered later' }, 204: { description: 'Success' } });
  });
});
