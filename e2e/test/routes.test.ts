import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  callersOf,
  servicesFolder as folder,
  type ServiceRoute as Route,
  routesOf,
  servicesWithRoutes as services,
} from '../support/service-routes.js';
import { town } from '../support/town.js';

interface Operations {
  paths: Record<string, Record<string, unknown>>;
}

const isInternal = (route: Route) => callersOf(route) !== undefined;
const nameOf = (route: Route) => `${route.method.toUpperCase()} ${route.path}`;

describe('the routes that exist', () => {
  const routes: Record<string, Route[]> = {};
  let routeOf: (path: string) => { appId: string } | undefined;

  beforeAll(async () => {
    for (const service of services) routes[service] = await routesOf(service);
    ({ routeOf } = await import(join(folder, 'gateway/src/domain/routing-table.ts')));
  });

  /** Whom the gateway would ask for an address of this route. */
  const ownerOf = (route: Route) => routeOf(route.path.replace(/\{\w+\}/g, '7'))?.appId;

  test.each(services)('the gateway passes every public route of %s to it, and none for other services', (service) => {
    for (const route of routes[service]!) {
      const expected = isInternal(route) ? undefined : service;
      expect([nameOf(route), ownerOf(route)]).toEqual([nameOf(route), expected]);
    }
  });

  test.each(services)('each 200 of %s says what type it has', (service) => {
    const silent = routes[service]!.filter(
      (route) => (route.status ?? 200) === 200 && !route.answer && !route.produces,
    );
    expect(silent.map(nameOf)).toEqual([]);
  });

  test('a schema name means the same in all services', async () => {
    const { describeRoutes } = await import(join(folder, '../packages/kit/dist/src/index.js'));
    const { mergeDocuments } = await import(join(folder, 'gateway/src/domain/api-document.ts'));
    const documents = services.map((service) => [service, describeRoutes(service, routes[service])]);
    expect(mergeDocuments(Object.fromEntries(documents)).faults).toEqual([]);
  });

  test('the document describes exactly the public routes', async () => {
    const document = (await (await fetch(`${town.gatewayUrl}/openapi.json`)).json()) as Operations;
    const described = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const existing = services.flatMap((service) => routes[service]!.filter((route) => !isInternal(route)).map(nameOf));
    const own = ['GET /healthz', 'GET /readyz', 'GET /openapi.json'];
    expect(described.sort()).toEqual([...existing, ...own].sort());
  });

  test('every described route exists, with no other method', async () => {
    const document = (await (await fetch(`${town.gatewayUrl}/openapi.json`)).json()) as Operations;
    for (const [path, item] of Object.entries(document.paths)) {
      for (const method of ['get', 'post', 'put', 'patch', 'delete']) {
        const exists = await answers(method, path.replace(/\{\w+\}/g, '0'));
        expect([method, path, exists]).toEqual([method, path, method in item]);
      }
    }
  });

  test('routes for other services are not found', async () => {
    for (const route of services.flatMap((service) => routes[service]!.filter(isInternal))) {
      expect([nameOf(route), await answers(route.method, route.path)]).toEqual([nameOf(route), false]);
    }
  });
});

/** Whether a route responds, also with an error: a path without a route has this message. */
async function answers(method: string, path: string): Promise<boolean> {
  const response = await fetch(town.gatewayUrl + path, { method: method.toUpperCase(), redirect: 'manual' });
  const text = await response.text();
  return !(response.status === 404 && /"detail":"There is no [A-Z]+ \//.test(text));
}
