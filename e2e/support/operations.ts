import { type Json } from './person.js';
import { town } from './town.js';

/** Something that the document of the API says can be asked for. */
export interface Operation {
  /** `GET /api/v1/posts/{postId}` */
  name: string;
  method: string;
  path: string;
  /** Whether it needs no token. */
  isOpen: boolean;
  /** The schema of its JSON body, with what it refers to; undefined where it has none. */
  body: Json | undefined;
  /** What it takes in its path and query. */
  parameters: { name: string; in: 'path' | 'query' | 'header' }[];
}

/** Every operation that the running town describes, the gateway's own aside. */
export async function operations(): Promise<Operation[]> {
  const document = (await (await fetch(`${town.gatewayUrl}/openapi.json`)).json()) as Json;
  return Object.entries<Json>(document.paths)
    .filter(([path]) => path.startsWith('/api/v1/') || path.startsWith('/.well-known/'))
    .flatMap(([path, item]) =>
      Object.entries<Json>(item).map(([method, one]) => toOperation(method, path, one, document)),
    );
}

/** A path with something in place of each of its parameters. */
export function filled(path: string, values: Record<string, string> = {}): string {
  return path.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(values[name] ?? '7'));
}

function toOperation(method: string, path: string, described: Json, document: Json): Operation {
  const security: object[] = described.security ?? [];
  return {
    name: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path,
    isOpen: security.length === 0 || security.some((one) => Object.keys(one).length === 0),
    parameters: described.parameters ?? [],
    body: resolved(described.requestBody?.content['application/json']?.schema, document),
  };
}

function resolved(schema: Json | undefined, document: Json): Json | undefined {
  const name = /^#\/components\/schemas\/(.+)$/.exec(schema?.$ref ?? '')?.[1];
  return name ? document.components.schemas[name] : schema;
}
