import { type Export, ExportRange } from '@townsquare/contracts';
import { defineRoute, type Route } from './route.js';

/** Which rows of an export to read, in the order of their keys. */
export interface ExportRows {
  after: string;
  through: string;
  limit: number;
}

/** Rows of a page. Those of a range that was given are all answered: it was a page when it was read first. */
const PAGE = 500;
const MAX_RANGE = 10_000;

/** Above every key. */
const END = '18446744073709551615';

/**
 * A route by which these services get all that this one has of a kind. `read` must read from the primary: what an event
 * has told already must not be missing.
 */
export function exportRoute<Item>(
  { path, answer }: Export<Item>,
  services: string[],
  read: (rows: ExportRows) => Promise<Item[]>,
  cursorOf: (item: Item) => string,
  pageSize = PAGE,
): Route {
  return defineRoute({
    method: 'get',
    path,
    summary: `Page by page: ${path.split('/').at(-1)}`,
    tag: 'internal',
    access: { services },
    query: ExportRange,
    answer,
    async handle({ query: { after, through } }) {
      const limit = through === undefined ? pageSize : MAX_RANGE;
      const items = await read({ after, through: through ?? END, limit });
      const last = items.at(-1);
      return { items, next: last !== undefined && items.length === limit ? cursorOf(last) : null };
    },
  });
}
