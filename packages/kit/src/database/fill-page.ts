/** The size of each window after the first: a page whose posts are mostly hidden needs more candidates. */
const NEXT_WINDOW = 100;
const MAX_WINDOWS = 6;

export interface FilledPage<Candidate, Item> {
  items: Item[];
  /** The candidate after which the next page begins; undefined when there are no more. */
  last: Candidate | undefined;
}

/**
 * Reads windows of candidates until a page of those that may be shown is full, there are no more, or six windows were
 * read: a page is short only at the end, or where hundreds of posts in a row are hidden.
 * `show` returns an item for each candidate, or undefined for a hidden one.
 */
export async function fillPage<Candidate, Item>(
  limit: number,
  read: (after: Candidate | undefined, count: number) => Promise<Candidate[]>,
  show: (candidates: Candidate[]) => Promise<(Item | undefined)[]>,
): Promise<FilledPage<Candidate, Item>> {
  const items: Item[] = [];
  let lastShown: Candidate | undefined;
  let lastSeen: Candidate | undefined;
  for (let window = 0; window < MAX_WINDOWS; window++) {
    const count = window === 0 ? limit + 1 : NEXT_WINDOW;
    const candidates = await read(lastSeen, count);
    const shown = await show(candidates);
    for (const [index, candidate] of candidates.entries()) {
      const item = shown[index];
      if (item === undefined) continue;
      if (items.length === limit) return { items, last: lastShown };
      items.push(item);
      lastShown = candidate;
    }
    if (candidates.length < count) return { items, last: undefined };
    lastSeen = candidates.at(-1);
  }
  return { items, last: lastSeen };
}
