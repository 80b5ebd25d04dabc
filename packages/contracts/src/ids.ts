import { z } from 'zod';

/** A key of a row: an unsigned 64-bit integer, written as a string in JSON so that no client rounds it. */
export const Id = z
  .string()
  .regex(/^[1-9]\d{0,18}$/, 'must be an id: digits only')
  .meta({ description: 'An id: an unsigned integer as a string', examples: ['42'] });

/** A moment in UTC, in ISO 8601 with milliseconds. */
export const Timestamp = z.iso.datetime().meta({ description: 'A moment in UTC, ISO 8601' });
