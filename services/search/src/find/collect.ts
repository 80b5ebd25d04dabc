import type { SortValues } from '../domain/cursor.js';

/** What was found, and where the next page begins; null on the last page. */
export interface Found<Item> {
  items: Item[];
  next: SortValues | null;
}

interface Placed {
  sort: SortValues;
}

/** How often the engine is asked for one page: a page may be short after that, and the next one goes on from there. */
const MAX_ROUNDS = 5;

/**
 * One page of what the reader may see. The query leaves out what it can; `present` drops what only the service's own
 * rows tell, and then more is read in its place.
 */
export async function collect<Hit extends Placed, Item>(
  limit: number,
  after: SortValues | undefined,
  read: (size: number, after: SortValues | undefined) => Promise<Hit[]>,
  present: (hits: Hit[]) => Promise<(Item | undefined)[]>,
): Promise<Found<Item>> {
  const found: { item: Item; sort: SortValues }[] = [];
  let position = after;
  let more = true;
  for (let round = 0; more && round < MAX_ROUNDS && found.length <= limit; round++) {
    const hits = await read(limit + 1, position);
    const items = await present(hits);
    for (const [index, item] of items.entries()) {
      if (item !== undefined) found.push({ item, sort: hits[index]!.sort });
    }
    position = hits.at(-1)?.sort;
    more = hits.length > limit;
  }
  const shown = found.slice(0, limit);
  const next = found.length > limit ? shown.at(-1)!.sort : more ? position! : null;
  return { items: shown.map(({ item }) => item), next };
}
