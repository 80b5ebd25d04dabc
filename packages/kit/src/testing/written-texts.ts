import { takesWrittenText } from '@townsquare/text';
import { z } from 'zod';
import type { Route } from '../http/route.js';

/** Fields that the service only compares and never shows: passwords, tokens, codes, and the name at a sign-in. */
const COMPARED = /^login$|(?:password|token|code)$/i;

/** Throws when the body of a route for users has a free text without the rule for written text. */
export function requireWrittenTexts(routes: Route[]): void {
  const bodies = routes.filter(({ access, body, consumes }) => {
    const isInternal = typeof access === 'object' && 'services' in access;
    return body && !consumes && !isInternal;
  });
  const free = bodies.flatMap((route) =>
    freeTexts(route.body as z.ZodType, '').map((field) => `${route.method.toUpperCase()} ${route.path}: ${field}`),
  );
  if (free.length > 0) {
    throw new Error(
      `These texts need the rule of writtenText() or writtenName(), a pattern or a format: ${free.join(', ')}`,
    );
  }
}

/** The names of the fields that accept a text of any characters, and of fields whose kind of schema is unknown here. */
export function freeTexts(schema: z.ZodType, field: string): string[] {
  if (schema instanceof z.ZodString) return isFree(schema) && !COMPARED.test(field) ? [field] : [];
  if (schema instanceof z.ZodObject) {
    return Object.entries<z.ZodType>(schema.shape).flatMap(([name, inner]) => freeTexts(inner, name));
  }
  if (schema instanceof z.ZodArray) return freeTexts(schema.element as z.ZodType, field);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => freeTexts(option as z.ZodType, field));
  if (schema instanceof z.ZodPipe) return hasFormat(schema.out) ? [] : freeTexts(schema.in as z.ZodType, field);
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return freeTexts(schema.unwrap() as z.ZodType, field);
  }
  return HOLDS_NO_TEXT.some((kind) => schema instanceof kind) ? [] : [`${field} (${schema.type})`];
}

const HOLDS_NO_TEXT = [z.ZodBoolean, z.ZodNumber, z.ZodEnum, z.ZodLiteral, z.ZodStringFormat];

const hasFormat = (schema: unknown) =>
  schema instanceof z.ZodStringFormat || (schema instanceof z.ZodString && schema.format !== null);

const isFree = (schema: z.ZodString) => !takesWrittenText(schema) && !hasFormat(schema);
