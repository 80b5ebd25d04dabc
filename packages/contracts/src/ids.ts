import { z } from 'zod';

/** A key of a row: an unsigned 64-bit integer, written as a string in JSON so that no client rounds it. */
export const Id = z
  .string()
  .regex(/^[1-9]\d{0,18}$/, 'must be an id: digits only')
  .meta({ description: 'An id: an unsigned integer as a string', examples: ['42'] });

/** How many things a request may name at once. */
const MAX_PAGE_IDS = 100;

/** A parameter that names the things of a page; the same id twice counts once. */
export const PageIds = z
  .string()
  .transform((text) => [...new Set(text.split(','))])
  .pipe(z.array(Id).max(MAX_PAGE_IDS))
  .meta({ description: `Ids, separated by commas, at most ${MAX_PAGE_IDS}` });

/** A moment in UTC, in ISO 8601 with milliseconds. */
export const Timestamp = z.iso.datetime().meta({ description: 'A moment in UTC, ISO 8601' });
