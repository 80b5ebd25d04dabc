import { type Export, ExportRange, IdList, type InternalCall } from '@townsquare/contracts';
import { z } from 'zod';
import { defineRoute, type Route } from './route.js';

/** Which rows of an export to read, in the order of their keys. */
export interface ExportRows {
  after: string;
  through: string;
  limit: number;
}

/** A range with an end is returned whole: it was one page when it was first read. */
const MAX_RANGE = 10_000;

/** Above every key. */
export const END = '18446744073709551615';

/**
 * A route by which these services read all rows of a kind. `read` must use the primary: a row must not be missing after
 * its event was published.
 */
export function exportRoute<Item>(
  { path, answer }: Export<Item>,
  services: string[],
  read: (rows: ExportRows) => Promise<Item[]>,
  cursorOf: (item: Item) => string,
  pageSize = Number.POSITIVE_INFINITY,
): Route {
  return defineRoute({
    method: 'get',
    path,
    summary: `Page by page: ${path.split('/').at(-1)}`,
    tag: 'internal',
    access: { services },
    query: ExportRange,
    answer,
    async handle({ query: { after, through, ...page } }) {
      const limit = through === undefined ? Math.min(page.limit, pageSize) : MAX_RANGE;
      const items = await read({ after, through: through ?? END, limit });
      const last = items.at(-1);
      return { items, next: last !== undefined && items.length === limit ? cursorOf(last) : null };
    },
  });
}

/** A route by which these services read things by `?ids=1,2`. `read` leaves out those that do not exist. */
export function recordsRoute<Item>(
  { path, answer }: InternalCall<{ items: Item[] }>,
  services: string[],
  summary: string,
  read: (ids: string[]) => Promise<Item[]>,
): Route {
  return defineRoute({
    method: 'get',
    path,
    summary,
    tag: 'internal',
    access: { services },
    query: z.strictObject({ ids: IdList }),
    answer,
    handle: async ({ query }) => ({ items: await read(query.ids) }),
  });
}

/** A cursor of two numbers, and one that stands after all that begin with a number. */
export const pairCursor = (first: string, second: string) => `${first}.${second}`;
export const endOf = (first: string) => pairCursor(first, END);

/** The condition that rows with a key of two columns lie in a range, in a form that an index on both serves. */
export function inPairRange(
  { after, through }: Omit<ExportRows, 'limit'>,
  first: string,
  second: string,
): [string, string[]] {
  const [low, above = '0'] = after.split('.') as [string, string?];
  const [high, upTo = END] = through.split('.') as [string, string?];
  const sql = `${first} >= ? AND (${first} > ? OR ${second} > ?) AND ${first} <= ? AND (${first} < ? OR ${second} <= ?)`;
  return [sql, [low, low, above, high, high, upTo]];
}
