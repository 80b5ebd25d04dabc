import { expect, test } from '@jest/globals';
import { Id } from '@townsquare/contracts';
import { z } from 'zod';
import { defineRoute, type Route } from '../src/http/route.js';
import { AnswerChecks } from '../src/testing/answer-checks.js';

const Widget = z.object({ id: Id, tags: z.array(z.object({ name: z.string() })).default([]) });

const route = (answer?: z.ZodType): Route =>
  defineRoute({
    method: 'get',
    path: '/widgets',
    summary: '',
    tag: '',
    access: 'public',
    answer,
    handle: async () => {},
  });

test.each([
  ['lacks a field', { tags: [] }, 'GET /widgets: '],
  ['has a field of another type', { id: 1, tags: [] }, 'expected string'],
  ['has a field that the schema does not name', { id: '1', tags: [], secret: 'x' }, "secret: 'x'"],
  ['has such a field further down', { id: '1', tags: [{ name: 'a', secret: 'x' }] }, "secret: 'x'"],
  ['leaves the client to fill in a default', { id: '1' }, 'tags: []'],
  ['is missing', undefined, 'has a schema and no answer'],
])('an answer that %s does not match its schema', (_what, answer, message) => {
  const checks = new AnswerChecks();
  expect(() => checks.check(route(Widget), answer)).toThrow();
  expect(() => checks.requireNone()).toThrow(message);
});

test('a response that no schema describes is a mismatch', () => {
  const checks = new AnswerChecks();
  expect(() => checks.check(route(), null)).toThrow('has an answer and no schema');
});

test('a response is checked as it is sent: dates as text, and without undefined fields', () => {
  const checks = new AnswerChecks();
  checks.check(route(z.object({ at: z.iso.datetime(), note: z.string().optional() })), {
    at: new Date(),
    note: undefined,
  });
  checks.check(route(), undefined);
  checks.requireNone();
});
