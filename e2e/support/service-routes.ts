import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import type { AttemptKind } from '@townsquare/contracts';
import type { Database, ServiceDefinition } from '@townsquare/kit';
import { TestDatabase } from '@townsquare/kit/testing';
import { OPERATOR, repository, services } from '@townsquare/launcher';

/** As much of a service's route as tests compare. */
export interface ServiceRoute {
  method: string;
  path: string;
  access: string | { services?: string[]; roles?: string[] };
  /** What a signed-out client attempts there. */
  attempt?: AttemptKind;
  status?: number;
  answer?: unknown;
  produces?: string;
}

export const servicesFolder = join(repository, 'services');

/** Where a service's modules lie: jest compiles the sources itself; a program runs what `tsc -b` made of them. */
const [modules, index] = import.meta.url.endsWith('.ts')
  ? ['src', /(^|\/)routes\/index\.ts$/]
  : ['dist/src', /(^|\/)routes\/index\.js$/];

/** The services whose routes are made from definitions: all but the gateway. */
export const servicesWithRoutes = readdirSync(servicesFolder).filter((name) => name !== 'gateway');

/** Stands for everything that a route is made from, since none of it is used until the route is called. */
const anything: unknown = new Proxy(() => anything, {
  get: (_target, name) => (name === Symbol.toPrimitive ? () => 'anything' : anything),
  apply: () => anything,
});

/** The routes that a service mounts in its Express app: those of its `routes/`, or of each of its areas. */
export async function routesOf(service: string): Promise<ServiceRoute[]> {
  const source = join(servicesFolder, service, modules);
  const indices = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => index.test(name));
  const lists: ServiceRoute[][] = [];
  // One after the other: jest loads no two modules at the same time that import the same third.
  for (const name of indices) {
    const { createRoutes } = await import(join(source, name));
    lists.push((createRoutes as (context: unknown) => ServiceRoute[])(anything));
  }
  // Loading modules blocks the event loop. A connection that was closed meanwhile is to be known as closed before it is used.
  await turnOfTheLoop();
  return lists.flat();
}

/** The routes of a service that name the operator: its own, and those that two packages add. */
export async function operatorRoutesOf(service: string): Promise<ServiceRoute[]> {
  const packages = join(servicesFolder, '..', 'packages');
  const { deadLetterRoutes } = await import(join(packages, 'kit/src/http/dead-letter-routes.ts'));
  const { recountRoutes } = await import(join(packages, 'projections/src/recount/recount-routes.ts'));
  const isRecounted = services.some(({ id, recountOrder }) => id === service && recountOrder !== undefined);
  const routes: ServiceRoute[] = [
    ...(await routesOf(service)),
    ...deadLetterRoutes(anything),
    ...(isRecounted ? recountRoutes([]) : []),
  ];
  return routes.filter((route) => callersOf(route)?.includes(OPERATOR));
}

/** A module of a service, by its path below `src/` without an extension. */
export function moduleOf(service: string, path: string) {
  const extension = modules === 'src' ? 'ts' : 'js';
  return import(join(servicesFolder, service, modules, `${path}.${extension}`));
}

/** Returns what `read` reads of a database that the migrations of a service have made. */
export async function withDatabaseOf<T>(service: string, read: (database: Database) => Promise<T>): Promise<T> {
  const module: Record<string, unknown> = await import(join(servicesFolder, service, 'src/app.ts'));
  const definition = Object.values(module).find(isDefinition);
  if (!definition) throw new Error(`${service}/src/app.ts has no definition of the service.`);
  const opened = await TestDatabase.create(service, definition.schema);
  try {
    return await read(opened.database);
  } finally {
    await opened.drop();
  }
}

function isDefinition(value: unknown): value is ServiceDefinition {
  return typeof value === 'object' && value !== null && 'schema' in value;
}

/** The services that may call a route, or undefined for one that is not for services. */
export function callersOf(route: ServiceRoute): string[] | undefined {
  return typeof route.access === 'object' ? route.access.services : undefined;
}
