import { defineEvent, Id, PageQuery, page } from '@townsquare/contracts';
import { writtenName } from '@townsquare/text';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { z } from 'zod';
import { decodeCursor, toPage } from '../src/database/keyset.js';
import { defineSubscription } from '../src/events/subscription.js';
import { defineRoute } from '../src/http/route.js';
import type { Service, ServiceParts } from '../src/run-service.js';

/** The smallest service that uses everything of the kit, for the kit's own tests. */

class Widgets1700000002000 implements MigrationInterface {
  name = 'Widgets1700000002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE widgets (
        id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
        name VARCHAR(50) NOT NULL,
        created_at DATETIME(3) NOT NULL
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE widgets');
  }
}

export const WIDGET_SCHEMA = { entities: [], migrations: [Widgets1700000002000] };

export const widgetMade = defineEvent(
  'widget.made',
  'widget',
  'A widget was made.',
  z.object({ widgetId: Id, name: z.string() }),
);

const Widget = z.object({ id: Id, name: z.string() });
/** All widgets are of one moment, so that pages are told apart by id alone. */
const MOMENT = '2026-01-01 00:00:00.000';

export function createWidgetService({ database }: ServiceParts): Service {
  const make = defineRoute({
    method: 'post',
    path: '/widgets',
    summary: 'Make a widget',
    tag: 'widgets',
    access: 'signedIn',
    creates: true,
    body: z.strictObject({ name: writtenName().min(1).max(50) }),
    status: 201,
    answer: Widget,
    handle: ({ body, once }) =>
      once(database, async (tx) => {
        const { insertId } = await tx.manager.query('INSERT INTO widgets (name, created_at) VALUES (?, ?)', [
          body.name,
          MOMENT,
        ]);
        const id = String(insertId);
        tx.publish(widgetMade, { id, version: 1 }, { widgetId: id, name: body.name });
        if (body.name === 'broken') throw new Error('secret detail');
        return { id, name: body.name };
      }),
  });
  const list = defineRoute({
    method: 'get',
    path: '/widgets',
    summary: 'List widgets',
    tag: 'widgets',
    access: 'public',
    query: PageQuery,
    answer: page(Widget),
    errors: ['invalid_cursor'],
    handle: async ({ query }) => {
      const after = decodeCursor('widgets', query.cursor)?.id ?? '0';
      const rows: { id: string; name: string; created_at: Date }[] = await database.manager.query(
        'SELECT id, name, created_at FROM widgets WHERE id > ? ORDER BY created_at, id LIMIT ?',
        [after, query.limit + 1],
      );
      const position = (row: { id: string; created_at: Date }) => ({ createdAt: row.created_at, id: row.id });
      return toPage('widgets', rows, query.limit, position, ({ id, name }) => ({ id, name }));
    },
  });
  const order = defineRoute({
    method: 'put',
    path: '/widgets/{widgetId}/order',
    summary: 'Order a widget, which is delivered at once or later',
    tag: 'widgets',
    access: 'signedIn',
    params: z.object({ widgetId: Id }),
    status: 204,
    otherwise: { 202: 'It is delivered later' },
    handle: async ({ params, response }) => {
      if (params.widgetId === '7') response.status(202).end();
    },
  });
  const forModerators = defineRoute({
    method: 'get',
    path: '/widgets/{widgetId}/secrets',
    summary: 'Read what only moderators may',
    tag: 'widgets',
    access: { roles: ['moderator'] },
    params: z.object({ widgetId: Id }),
    handle: async ({ params }) => params,
  });
  const forServices = defineRoute({
    method: 'get',
    path: '/internal/widgets',
    summary: 'Read widgets, for another service',
    tag: 'internal',
    access: { services: ['workshop'] },
    handle: async () => ({ items: [] }),
  });
  const onMade = defineSubscription(widgetMade, async ({ data }, tx) => {
    await tx.manager.query('INSERT INTO widgets (name, created_at) VALUES (?, ?)', [`copy of ${data.name}`, MOMENT]);
    if (data.name !== 'unlucky') return;
    const [luck] = await tx.manager.query("SELECT id FROM widgets WHERE name = 'luck' LIMIT 1");
    if (!luck) throw new Error('not now');
  });
  return { routes: [make, list, order, forModerators, forServices], subscriptions: [onMade] };
}
