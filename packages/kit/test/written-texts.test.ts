import { describe, expect, test } from '@jest/globals';
import { writtenName, writtenText } from '@townsquare/text';
import { z } from 'zod';
import { defineRoute } from '../src/index.js';
import { freeTexts, requireWrittenTexts } from '../src/testing/index.js';

describe('a field of a body', () => {
  test.each<[string, z.ZodType]>([
    ['a text', z.string()],
    ['a text of some length', z.string().trim().min(1).max(10)],
    ['one that may be left out', z.string().optional()],
    ['one with a default', z.string().default('')],
    ['one that may be null', z.string().nullable()],
    ['one of a list', z.array(z.string())],
    ['one among others', z.union([z.string(), writtenText()])],
    ['one that becomes something else', z.string().transform(Number)],
    ['one in an object', z.object({ note: z.string() })],
  ])('is free text when it is %s', (_what, field) => {
    expect(freeTexts(z.strictObject({ note: field }), '')).toEqual(['note']);
  });

  test.each<[string, z.ZodType]>([
    ['a written text', writtenText().max(10).default('')],
    ['a written name', writtenName().min(1)],
    ['a text of a pattern', z.string().trim().regex(/^\d+$/)],
    ['a text of a format', z.iso.datetime()],
    ['an address, tidied up first', z.string().trim().pipe(z.email())],
    ['one of some words', z.enum(['a', 'b'])],
    ['a written text that becomes something else', z.array(writtenText().transform((text) => text.length))],
  ])('is none when it is %s', (_what, field) => {
    expect(freeTexts(z.strictObject({ note: field }), '')).toEqual([]);
  });

  test('is no free text if it is compared and never shown', () => {
    expect(freeTexts(z.strictObject({ password: z.string(), newPassword: z.string(), code: z.string() }), '')).toEqual(
      [],
    );
  });

  test('of an unknown kind is reported', () => {
    expect(freeTexts(z.strictObject({ any: z.unknown() }), '')).toEqual(['any (unknown)']);
  });
});

test('a route that takes free text is named', () => {
  const route = (body: z.ZodType) =>
    defineRoute({
      method: 'post',
      path: '/notes',
      summary: '',
      tag: '',
      access: 'signedIn',
      body,
      handle: async () => {},
    });
  expect(() => requireWrittenTexts([route(z.strictObject({ note: writtenText() }))])).not.toThrow();
  expect(() => requireWrittenTexts([route(z.strictObject({ note: z.string() }))])).toThrow('POST /notes: note');
});
