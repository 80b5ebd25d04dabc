import { extendZodWithOpenApi, OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi';
import { Problem } from '@townsquare/contracts';
import { z } from 'zod';
import { CATALOGUE, type ErrorCode } from '../errors.js';
import type { Route } from './route.js';

extendZodWithOpenApi(z);

/** The part of an OpenAPI 3.1 document that describes these routes; routes for other services are left out. */
export function describeRoutes(title: string, routes: Route[]): object {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'accessToken', { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' });
  for (const route of routes.filter(isPublic)) registry.registerPath(describe(route));
  const generator = new OpenApiGeneratorV31(registry.definitions);
  return generator.generateDocument({ openapi: '3.1.0', info: { title, version: '1' } });
}

function isPublic(route: Route): boolean {
  return typeof route.access === 'string' || 'roles' in route.access;
}

function describe(route: Route): Parameters<OpenAPIRegistry['registerPath']>[0] {
  const headers = route.creates ? z.object({ 'Idempotency-Key': z.string().max(64).optional() }) : undefined;
  const bodyType = route.consumes ?? 'application/json';
  return {
    method: route.method,
    path: route.path,
    summary: route.summary,
    description: route.description,
    tags: [route.tag],
    security:
      route.access === 'public' ? [] : route.access === 'optional' ? [{}, { accessToken: [] }] : [{ accessToken: [] }],
    request: {
      params: route.params as never,
      query: route.query as never,
      headers: headers as never,
      body: route.body && { required: true, content: { [bodyType]: { schema: route.body } } },
    },
    responses: { ...success(route), ...otherwise(route), ...failures(route) },
  };
}

function success(route: Route) {
  const status = route.status ?? 200;
  if (route.produces) {
    const schema = { type: 'string' as const, contentMediaType: route.produces };
    return { [status]: { description: 'Success', content: { [route.produces]: { schema } } } };
  }
  if (!route.answer) return { [status]: { description: 'Success' } };
  return { [status]: { description: 'Success', content: { 'application/json': { schema: route.answer } } } };
}

function otherwise(route: Route): Record<string, { description: string }> {
  const statuses = Object.entries(route.otherwise ?? {});
  return Object.fromEntries(statuses.map(([status, description]) => [status, { description }]));
}

function failures(route: Route) {
  // A token that is sent must be valid, also where none is required.
  const always = ['unauthenticated', 'too_many_requests', 'internal', 'unavailable'] as const;
  const codes = new Set<ErrorCode>([...always, ...(route.errors ?? [])]);
  if (route.params || route.query || route.body) codes.add('invalid_request');
  // The gateway knows no path that has a parameter in another form than the one it would write.
  if (route.params) codes.add('not_found');
  if (route.body)
    for (const code of ['malformed_json', 'too_large', 'unsupported_media_type'] as const) codes.add(code);
  if (typeof route.access === 'object') codes.add('forbidden');
  if (route.creates) codes.add('idempotency_key_reused');
  const byStatus = groupByStatus(codes);
  const content = { 'application/problem+json': { schema: Problem } };
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      status,
      { description: group.map((code) => `\`${code}\``).join(', '), content },
    ]),
  );
}

function groupByStatus(codes: Iterable<ErrorCode>): Map<number, ErrorCode[]> {
  const groups = new Map<number, ErrorCode[]>();
  for (const code of codes) {
    const status = CATALOGUE[code].status;
    groups.set(status, [...(groups.get(status) ?? []), code]);
  }
  return groups;
}
