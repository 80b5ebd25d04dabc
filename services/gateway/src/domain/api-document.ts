import { isDeepStrictEqual } from 'node:util';

type Named = Record<string, unknown>;

/** The parts of an OpenAPI document that are merged. */
export interface ApiDocument {
  paths?: Record<string, Named>;
  components?: Record<string, Named>;
}

export interface MergedDocument extends Required<ApiDocument> {
  openapi: '3.1.0';
  info: { title: string; version: string; description: string };
  servers: { url: string; description: string }[];
  tags: { name: string }[];
}

/** One document of many, and what the services' documents disagree on; where they do, the first one stands. */
export function mergeDocuments(documents: Record<string, ApiDocument>): { document: MergedDocument; faults: string[] } {
  const faults: string[] = [];
  const paths: Record<string, Named> = {};
  const components: Record<string, Named> = {};
  for (const [service, document] of Object.entries(documents)) {
    for (const [path, item] of Object.entries(document.paths ?? {})) {
      paths[path] ??= {};
      add(paths[path], item, (method) => faults.push(`${service} describes ${method} ${path}, as another does`));
    }
    for (const [kind, named] of Object.entries(document.components ?? {})) {
      components[kind] ??= {};
      add(components[kind], named, (name) => faults.push(`${service} has its own ${kind}/${name}`));
    }
  }
  return { document: { ...HEAD, tags: tagsOf(paths), paths: sorted(paths), components }, faults };
}

const HEAD = {
  openapi: '3.1.0',
  info: {
    title: 'Townsquare',
    version: '1',
    description:
      'A social network. Lists return `items` and `nextCursor`; every error is a problem document (RFC 9457) with a stable `code`; a POST that creates takes an `Idempotency-Key`.',
  },
  servers: [{ url: '/', description: 'This gateway' }],
} as const satisfies Partial<MergedDocument> as unknown as Pick<MergedDocument, 'openapi' | 'info' | 'servers'>;

/** Adds what is new; two of one name must be the same, or it is a clash. */
function add(all: Named, some: Named, onClash: (name: string) => void): void {
  for (const [name, value] of Object.entries(some)) {
    if (!(name in all)) all[name] = value;
    else if (!isDeepStrictEqual(all[name], value)) onClash(name);
  }
}

function tagsOf(paths: Record<string, Named>): { name: string }[] {
  const operations = Object.values(paths).flatMap((item) => Object.values(item)) as { tags?: string[] }[];
  return [...new Set(operations.flatMap((operation) => operation.tags ?? []))].sort().map((name) => ({ name }));
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([left], [right]) => (left < right ? -1 : 1)));
}

const operation = (summary: string, answers: Record<string, string>) => ({
  get: {
    summary,
    tags: ['gateway'],
    security: [],
    responses: Object.fromEntries(
      Object.entries(answers).map(([status, description]) => [
        status,
        { description, content: { 'application/json': { schema: { type: 'object' } } } },
      ]),
    ),
  },
});

const FAILURES = Object.fromEntries(
  Object.entries({ 401: 'unauthenticated', 429: 'too_many_requests', 503: 'unavailable' }).map(([status, code]) => [
    status,
    {
      description: `\`${code}\``,
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ]),
);

/** The gateway's own operations. */
export const OWN_DOCUMENT: ApiDocument = {
  paths: {
    '/healthz': operation('Check that the gateway is alive', { 200: 'The gateway is alive' }),
    '/readyz': operation('Check that every service can be reached', {
      200: 'Every service can be reached',
      503: 'Not yet; `reason` says why',
    }),
    '/openapi.json': {
      get: { ...documentOperation(), responses: { ...documentOperation().responses, ...FAILURES } },
    },
  },
};

function documentOperation() {
  return operation('Read this document', { 200: 'An OpenAPI 3.1 document' }).get;
}
