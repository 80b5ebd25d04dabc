import type { ApiDocument } from './api-document.js';

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

/** What the gateway answers itself. */
export const OWN_DOCUMENT: ApiDocument = {
  paths: {
    '/healthz': operation('Whether the gateway is alive', { 200: 'It is' }),
    '/readyz': operation('Whether the whole town can be reached', { 200: 'It can', 503: 'Not yet, and why' }),
    '/openapi.json': {
      get: { ...documentOperation(), responses: { ...documentOperation().responses, ...FAILURES } },
    },
  },
};

function documentOperation() {
  return operation('This document', { 200: 'An OpenAPI 3.1 document' }).get;
}
