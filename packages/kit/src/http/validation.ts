import type { z } from 'zod';
import { AppError } from '../errors.js';

/** Checks one part of a request; throws `invalid_request`, which names every field that is wrong. */
export function validate<Schema extends z.ZodType>(
  schema: Schema | undefined,
  value: unknown,
  part: string,
): z.infer<Schema> {
  if (!schema) return undefined as z.infer<Schema>;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const fields = result.error.issues.flatMap((issue) => {
    const path = issue.path.join('.');
    // An unknown field is reported under its own name rather than its parent's.
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        field: [path, key].filter(Boolean).join('.'),
        message: 'is not a known field',
      }));
    }
    return [{ field: path || part, message: issue.message }];
  });
  throw new AppError('invalid_request', fields.map(({ field, message }) => `${field}: ${message}`).join('; '), fields);
}
