import { fillPage } from '@townsquare/kit';
import type { SortValues } from '../domain/cursor.js';
import type { Hit } from '../indices/search-engine.js';
import type { PageOf } from './search-page.js';

/** What was found, and where the next page begins; null on the last page. */
export interface Found<Item> {
  items: Item[];
  next: SortValues | null;
}

/** What is found where there is nothing to look for. */
export const NOTHING: Found<never> = { items: [], next: null };

/**
 * One page of what the reader may see. The query leaves out what it can; `show` drops what only the service's own rows
 * tell, and then more is read in its place.
 */
export async function readPage<Document, Item>(
  { limit, after }: Pick<PageOf, 'limit' | 'after'>,
  read: (size: number, after: SortValues | undefined) => Promise<Hit<Document>[]>,
  show: (hits: Hit<Document>[]) => Promise<(Item | undefined)[]>,
): Promise<Found<Item>> {
  const readOn = (last: Hit<Document> | undefined, size: number) => read(size, last?.sort ?? after);
  const { items, last } = await fillPage(limit, readOn, show);
  return { items, next: last?.sort ?? null };
}
